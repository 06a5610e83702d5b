import { covers } from '@/server/kernel/access';
import type { Actor } from '@/server/kernel/context';
import type { WorkTeam } from '@/server/kernel/work';

/** Whoever may do a team's typical deed works in it: a tenant's own roles find their inbox without being configured. */
const deedOf: Partial<Record<WorkTeam, string>> = {
  support: 'identity.impersonation.start',
  onboarding: 'onboarding.application.approve',
  compliance: 'screening.hit.decide',
  finance: 'payments.deposit.decide',
  dealing: 'trading.drift.revert',
  sales: 'acquisition.lead.assign',
  administration: 'access.staff.assign',
};

/** What one must be allowed to do to be of this team. */
export const deedOfTeam = (team: string): string | null => deedOf[team as WorkTeam] ?? null;

export function teamsOf(actor: Actor): WorkTeam[] {
  return (Object.entries(deedOf) as [WorkTeam, string][]) // keys of the literal record
    .filter(([, deed]) => actor.grants.some((grant) => covers(grant, deed)))
    .map(([team]) => team);
}
