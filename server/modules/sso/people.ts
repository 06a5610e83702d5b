import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { domainOf } from '@/server/kernel/single-sign-on';
import type { Uow } from '@/server/kernel/uow';
import { joinByInvitation, joinWithRoles } from '@/server/modules/access';
import { findUser, userWithEmail } from '@/server/modules/identity';
import type { Settings } from './contract';
import type { Proven } from './ports';
import { linkSubject, touchSubject, userOfSubject } from './repository';

type Claim = { readonly connectionId: Id<'ssoConnection'>; readonly settings: Settings; readonly proven: Proven };

/** Which of our people the provider means. Known by subject; the first time by an address it may speak for. */
export async function personOf(uow: Uow, claim: Claim): Promise<Id<'user'>> {
  const { connectionId, proven } = claim;
  const known = await userOfSubject(uow, connectionId, proven.subject);
  if (known) {
    await touchSubject(uow, connectionId, proven.subject);
    await requireActive(uow, known);
    return known;
  }
  const email = requireAddress(claim);
  const present = await userWithEmail(uow, 'staff', email);
  const userId = present?.id ?? (await joined(uow, claim, email));
  await requireActive(uow, userId);
  // An address that was given to somebody else must not hand him the account of whoever had it.
  if (!(await linkSubject(uow, { connectionId, subject: proven.subject, userId })))
    throw new Refusal('rejected', 'sso_subject_changed');
  uow.audit({
    action: 'sso.identity.linked',
    object: { type: 'user', id: userId },
    facts: { connection: connectionId, isNew: present === null },
  });
  return userId;
}

/** Whoever left with us stays out, whatever the provider says. */
async function requireActive(uow: Uow, id: Id<'user'>): Promise<void> {
  const user = await findUser(uow, id);
  const isOver = user?.status !== 'active' || (user.endsAt !== null && user.endsAt <= uow.now);
  if (isOver) throw new Refusal('rejected', 'sso_account_disabled');
}

function requireAddress({ settings, proven }: Claim): string {
  const { email } = proven;
  if (!email || !/^[^@\s]+@[^@\s]+$/.test(email)) throw new Refusal('rejected', 'sso_email_missing');
  if (!proven.isEmailVerified) throw new Refusal('rejected', 'sso_email_unverified');
  if (!settings.domains.includes(domainOf(email)))
    throw new Refusal('rejected', 'sso_domain_not_served', { params: { domain: domainOf(email) } });
  return email;
}

/** An invitation that waits is taken with its roles; else a mapped group brings a role, where the tenant has switched that on. */
async function joined(uow: Uow, { settings, proven }: Claim, email: string): Promise<Id<'user'>> {
  const name = (proven.name ?? email).slice(0, 120);
  const invited = await joinByInvitation(uow, { email, name });
  if (invited) return invited;
  const roles = settings.provisions ? settings.groupRoles.filter(({ group }) => proven.groups.includes(group)) : [];
  if (roles.length === 0) throw new Refusal('rejected', 'sso_no_account');
  const assignments = new Map(roles.map(({ group: _group, ...assignment }) => [assignment.roleId, assignment]));
  return joinWithRoles(uow, { email, name, assignments: [...assignments.values()] });
}
