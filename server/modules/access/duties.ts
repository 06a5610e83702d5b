import { covers } from '@/server/kernel/access';

/** Two powers that one person may not hold: with both, one pair of hands could do and hide. */
export type DutyConflict = { readonly one: string; readonly other: string; readonly why: string };

export const dutyConflicts: readonly DutyConflict[] = [
  { one: 'access.staff.assign', other: 'payments.withdrawal.approve', why: 'gives_rights_and_releases_money' },
  { one: 'tenancy.connection.change', other: 'payments.withdrawal.approve', why: 'connects_banks_and_releases_money' },
  {
    one: 'onboarding.application.approve',
    other: 'payments.withdrawal.approve',
    why: 'accepts_clients_and_releases_money',
  },
  { one: 'partners.terms.change', other: 'payments.withdrawal.approve', why: 'sets_commissions_and_releases_money' },
  { one: 'trading.operation.decide', other: 'payments.withdrawal.approve', why: 'credits_accounts_and_releases_money' },
  { one: 'policy.table.publish', other: 'payments.withdrawal.approve', why: 'sets_limits_and_releases_money' },
  { one: 'screening.hit.decide', other: 'clients.owner.assign', why: 'clears_and_sells' },
  { one: 'screening.hit.decide', other: 'trading.account.set_exception', why: 'clears_and_deals' },
  { one: 'clients.hold.release', other: 'payments.withdrawal.approve', why: 'lifts_holds_and_releases_money' },
  { one: 'clients.hold.release', other: 'access.staff.assign', why: 'lifts_holds_and_gives_rights' },
];

/** What of the table a set of grants would break. */
export function conflictsIn(grants: readonly string[]): DutyConflict[] {
  const holds = (verb: string) => grants.some((grant) => covers(grant, verb));
  return dutyConflicts.filter(({ one, other }) => holds(one) && holds(other));
}

/** A grant may be handed on by whoever holds it: a prefix by a wider one, reading by whoever may also write. */
export function mayHandOn(own: readonly string[], grant: string): boolean {
  if (!grant.startsWith('read:')) return own.some((held) => covers(held, grant));
  const inner = grant.slice('read:'.length);
  return own.some((held) => covers(held.startsWith('read:') ? held.slice('read:'.length) : held, inner));
}
