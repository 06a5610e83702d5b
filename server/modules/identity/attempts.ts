import type { Ctx } from '@/server/kernel/context';
import { forgive, type Limit } from '@/server/kernel/limits';
import type { Uow } from '@/server/kernel/uow';

const tenantKey = (ctx: Ctx) => ('id' in ctx.tenant ? ctx.tenant.id : ctx.tenant.slug);
const minute = 60;
const hour = 60 * minute;

/** Three windows are the back-off: five wrong guesses cost a minute, ten a quarter of an hour, thirty a day. */
const accountWindows = [
  { max: 5, seconds: minute },
  { max: 10, seconds: 15 * minute },
  { max: 30, seconds: 24 * hour },
] as const;
const addressWindows = [
  { max: 40, seconds: minute },
  { max: 300, seconds: hour },
] as const;

const accountKey = (ctx: Ctx, account: string, seconds: number) =>
  `signin/account/${tenantKey(ctx)}/${account}/${seconds}`;
const addressKey = (ip: string, seconds: number) => `signin/ip/${ip}/${seconds}`;

/** Counted for an unknown address just as for a known one, so that a lock tells nothing. */
export function signInLimits(ctx: Ctx, account: string): Limit[] {
  const { ip } = ctx.request;
  return [
    ...(ip ? addressWindows.map((w) => ({ ...w, key: addressKey(ip, w.seconds) })) : []),
    ...accountWindows.map((w) => ({ ...w, key: accountKey(ctx, account, w.seconds) })),
  ];
}

/** After success the account starts afresh; the address gets one attempt back, or an office could lock itself out. */
export async function forgiveSignIn(uow: Uow, account: string): Promise<void> {
  const { ip } = uow.ctx.request;
  for (const { seconds } of accountWindows) await forgive(uow, accountKey(uow.ctx, account, seconds), true);
  if (ip) for (const { seconds } of addressWindows) await forgive(uow, addressKey(ip, seconds));
}

/** Somebody of the house knows that it is he: the account starts afresh, as a page and as a job would count it. */
export async function unlockAccount(uow: Uow, account: string): Promise<void> {
  for (const tenant of [{ id: uow.tenant.id }, { slug: uow.tenant.slug }])
    for (const { seconds } of accountWindows)
      await forgive(uow, accountKey({ ...uow.ctx, tenant }, account, seconds), true);
}

/** For requests that send mail or make accounts: few per address and per subject. */
export function mailLimits(ctx: Ctx, purpose: string, subject: string): Limit[] {
  const { ip } = ctx.request;
  return [
    ...(ip ? [{ key: `mail/${purpose}/ip/${ip}`, max: 60, seconds: hour }] : []),
    { key: `mail/${purpose}/${tenantKey(ctx)}/${subject}`, max: 5, seconds: hour },
  ];
}
