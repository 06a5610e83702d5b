import { z } from 'zod';

export const TwilioConfig = z
  .object({
    accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
    /** Signs callbacks too, so an API key instead of it would not be enough. */
    authToken: z.string().min(16),
    /** A number of the account or a name of up to eleven letters where the country allows one. */
    from: z
      .string()
      .regex(/^(\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/)
      .optional(),
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-fA-F]{32}$/)
      .optional(),
    baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
    timeoutMs: z.coerce.number().int().min(100).max(60_000).default(15_000),
  })
  .refine((config) => config.from !== undefined || config.messagingServiceSid !== undefined, {
    path: ['from'],
    message: 'a sender or a messaging service is needed',
  });
export type TwilioConfig = z.output<typeof TwilioConfig>;
