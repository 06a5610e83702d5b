import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';

/** Pages of the portal that a colleague may point at; those with an object name it. */
export const shownPages = {
  wallet: '/wallet',
  deposit: '/wallet/deposit',
  withdraw: '/wallet/withdraw',
  accounts: '/accounts',
  history: '/history',
  verify: '/verify',
  profile: '/profile',
  requests: '/support/requests',
  withdrawal: '/wallet/withdrawals/{id}',
  account: '/accounts/{id}',
  request: '/support/requests/{id}',
  conversation: '/support/{id}',
} as const;
export type ShownPage = keyof typeof shownPages;
export const pageNames = Object.keys(shownPages) as [ShownPage, ...ShownPage[]]; // of the literal above

export const ShowPage = z
  .object({
    clientId: idSchema('client'),
    page: z.enum(pageNames),
    /** The object of a page that is about one. */
    objectId: z
      .string()
      .regex(/^[a-z]{2,4}_[0-9a-z]{26}$/)
      .nullish(),
  })
  .refine(({ page, objectId }) => shownPages[page].includes('{id}') === Boolean(objectId), {
    path: ['objectId'],
    message: 'only pages of one object name it',
  });
export const ShownLink = z.object({ id: idSchema('shownPage'), url: z.string(), expiresAt: z.date() });
export const OpenShown = z.object({ id: idSchema('shownPage') });
