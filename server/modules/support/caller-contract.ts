import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';

export const callerMinutes = 30;

export const OfCaller = z.object({ clientId: idSchema('client') });
export const callerWays = ['email', 'sms'] as const;
export type CallerWay = (typeof callerWays)[number];
export const SendCode = OfCaller.extend({ by: z.enum(callerWays).default('email') });
export const CallerCheckId = z.object({ id: idSchema('callerCheck') });
export const VerifyCaller = OfCaller.extend({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'six digits'),
});
/** For the colleague who asks: what he sent, and until when the person at the telephone counts as the client. */
export const CallerStanding = z.object({
  sentAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
  isDelivered: z.boolean(),
  verifiedUntil: z.date().nullable(),
  /** By which he showed that it is he; what he changes is never proven by itself. */
  verifiedBy: z.enum(callerWays).nullable(),
  ways: z.array(z.enum(callerWays)),
});
/** All the mail job needs. Only jobs see it: it holds the code. */
export const CallerCode = z.object({
  id: idSchema('callerCheck'),
  clientId: idSchema('client'),
  userId: idSchema('user').nullable(),
  by: z.enum(callerWays),
  /** Of a text: whose provider sends it. */
  connectionId: idSchema('connection').nullable(),
  to: z.string(),
  name: z.string(),
  language: z.string(),
  code: z.string(),
  agent: z.string(),
  brand: z.object({ name: z.string(), color: z.string(), senderEmail: z.string().nullable() }),
});
export type CallerCode = z.output<typeof CallerCode>;
export const RevealToCaller = OfCaller.extend({
  field: z.enum(['email', 'phone', 'bornOn', 'address']),
  reason: z.string().trim().min(4, 'at least four characters').max(500),
});
