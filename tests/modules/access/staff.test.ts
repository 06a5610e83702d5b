import { beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '@/server/kernel/clock';
import {
  acceptInvitation,
  assignRoles,
  createApiKey,
  createRole,
  createTeam,
  delegate,
  editRole,
  endDelegation,
  inviteStaff,
  leaveStaff,
  listDelegations,
  listGrants,
  listInvitations,
  listRoles,
  listStaff,
  lookAtInvitation,
  removeRole,
  revokeInvitation,
  setStaffEnd,
} from '@/server/modules/access';
import { me } from '@/server/modules/identity';
import { updateSettings } from '@/server/modules/tenancy';
import {
  asOwner,
  type Broker,
  colleague,
  type Home,
  home,
  mailedToken,
  newBroker,
  newEmail,
  password,
  roleId,
  signedIn,
} from '../../support/people';

describe('joining', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });

  it('by invitation, with the rights of the role and no other', async () => {
    const { ctx } = await colleague(house, broker, 'kyc_analyst', { name: 'Kim Analyst' });
    expect(await me(ctx, {})).toMatchObject({ name: 'Kim Analyst', roles: ['kyc_analyst'], isEmailVerified: true });
    await expect(listStaff(ctx, {})).rejects.toMatchObject({ kind: 'forbidden', reason: 'grant_missing' });
    const { rows } = await listStaff(broker.admin, { status: 'active' });
    expect(rows.map((row) => row.roles.map((role) => role.key))).toContainEqual(['kyc_analyst']);
  });

  it('a link shows who invites, works once, and not after it was withdrawn', async () => {
    const email = newEmail('late');
    const invite = async (to: string) =>
      inviteStaff(broker.admin, {
        email: to,
        name: 'Lee Late',
        roles: [{ roleId: await roleId(broker.admin, 'support'), rowScope: 'all' }],
      });
    const { id } = await invite(email);
    const token = await mailedToken(house, broker.tenantId, 'invitation', email);
    const anyone = house.ctx(broker.slug);
    expect(await lookAtInvitation(anyone, { token })).toMatchObject({ invitedBy: 'Ada Admin', email });
    await revokeInvitation(broker.admin, { invitationId: id });
    await expect(acceptInvitation(anyone, { token, name: 'Lee', password })).rejects.toMatchObject({
      reason: 'link_invalid_or_used',
    });
    const second = newEmail('again');
    await invite(second);
    const good = await mailedToken(house, broker.tenantId, 'invitation', second);
    await acceptInvitation(anyone, { token: good, name: 'Lee', password });
    await expect(acceptInvitation(anyone, { token: good, name: 'Lee', password })).rejects.toMatchObject({
      reason: 'link_invalid_or_used',
    });
    const states = (await listInvitations(broker.admin, {})).rows.map((row) => row.state);
    expect(states).toEqual(expect.arrayContaining(['accepted', 'revoked']));
    await expect(invite(second)).rejects.toMatchObject({ reason: 'email_taken' });
  });

  it('an auditor needs an end, holds nothing else, and is gone when it comes', async () => {
    const auditor = { roleId: await roleId(broker.admin, 'auditor'), rowScope: 'all' as const };
    const base = { email: newEmail('audit'), name: 'Ann Auditor' };
    await expect(inviteStaff(broker.admin, { ...base, roles: [auditor] })).rejects.toMatchObject({
      reason: 'role_needs_an_end',
    });
    const endsAt = new Date(Date.now() + 3_600_000);
    const support = { roleId: await roleId(broker.admin, 'support'), rowScope: 'all' as const };
    await expect(inviteStaff(broker.admin, { ...base, roles: [auditor, support], endsAt })).rejects.toMatchObject({
      reason: 'role_is_held_alone',
    });
    const { ctx, userId } = await colleague(house, broker, 'auditor', { endsAt });
    expect((await listStaff(ctx, {})).rows.length).toBeGreaterThan(1);
    await expect(leaveStaff(ctx, { userId, reason: 'trying a write' })).rejects.toMatchObject({ kind: 'forbidden' });
    const later = { ...ctx, clock: manualClock(new Date(endsAt.getTime() + 1)) };
    await expect(me(later, {})).rejects.toMatchObject({ reason: 'session_ended' });
    await expect(setStaffEnd(broker.admin, { userId, endsAt: null })).rejects.toMatchObject({
      reason: 'role_needs_an_end',
    });
  });
});

describe('separated duties', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });
  const pick = async (...keys: string[]) =>
    Promise.all(keys.map(async (key) => ({ roleId: await roleId(broker.admin, key), rowScope: 'all' as const })));

  it('refuses two roles that together could do and hide, by either way in', async () => {
    const roles = await pick('finance_head', 'kyc_analyst');
    const invite = inviteStaff(broker.admin, { email: newEmail('both'), name: 'Bo Both', roles });
    await expect(invite).rejects.toMatchObject({ reason: 'duties_conflict' });
    const { userId } = await colleague(house, broker, 'finance_head');
    await expect(assignRoles(broker.admin, { userId, roles })).rejects.toMatchObject({ reason: 'duties_conflict' });
    const [held] = (await listStaff(broker.admin, {})).rows.filter((row) => row.id === userId);
    expect(held?.roles.map((role) => role.key)).toEqual(['finance_head']);
  });

  it('refuses an edit of a role that would bring a holder into conflict', async () => {
    const { id } = await createRole(broker.admin, { name: 'Helper', grants: ['read:clients.*'] });
    const { userId } = await colleague(house, broker, 'finance_head');
    const [finance] = await pick('finance_head');
    if (!finance) throw new Error('the role exists');
    await assignRoles(broker.admin, { userId, roles: [finance, { roleId: id, rowScope: 'all' }] });
    await expect(
      editRole(broker.admin, { roleId: id, grants: ['onboarding.application.approve'] }),
    ).rejects.toMatchObject({ reason: 'duties_conflict' });
    await expect(removeRole(broker.admin, { roleId: id })).rejects.toMatchObject({ reason: 'role_in_use' });
    await expect(createRole(broker.admin, { name: 'All', grants: ['access.*', 'payments.*'] })).rejects.toMatchObject({
      reason: 'duties_conflict',
    });
  });

  it('nobody changes his own rights once there are two; alone in a sandbox he may', async () => {
    const alone = await newBroker(house);
    const own = (await me(alone.admin, {})).userId;
    if (!own) throw new Error('signed in');
    const roles = await Promise.all(
      ['administrator', 'finance_head', 'mlro'].map(async (key) => ({
        roleId: await roleId(alone.admin, key),
        rowScope: 'all' as const,
      })),
    );
    await expect(assignRoles(alone.admin, { userId: own, roles })).resolves.toEqual({});
    await colleague(house, alone, 'support');
    await expect(assignRoles(alone.admin, { userId: own, roles })).rejects.toMatchObject({
      reason: 'cannot_change_own_rights',
    });
    await expect(updateSettings(alone.admin, { soloMode: false })).resolves.toEqual({});
  });

  it('a role that reads a module does not write in it', async () => {
    const { rows } = await listRoles(broker.admin, {});
    expect(rows.find((row) => row.key === 'auditor')?.grants).toEqual(['read:*', 'audit.trail.export']);
    const { verbs, conflicts } = await listGrants(broker.admin, {});
    expect(verbs.map((verb) => verb.name)).toContain('access.staff.leave');
    expect(conflicts.length).toBeGreaterThan(3);
  });
});

describe('leaving', () => {
  it('takes sessions, keys, delegations and open work in one click, and leaves the last administrator', async () => {
    const house = await home();
    const broker = await newBroker(house);
    const second = await colleague(house, broker, 'administrator', { name: 'Bea Admin' });
    const desk = await signedIn(house, broker.slug, second.email);
    const { id } = await createApiKey(second.ctx, { name: 'reader', scopes: ['read:clients.*'] });
    const item = 'f0000000-0000-7000-8000-00000000000a';
    await asOwner(
      house,
      `insert into work_item (tenant_id, id, kind, object_type, object_id, title, team, assignee_id, waiting_on, state, created_at)
       select $1, $2, 'review', 'client', 'cl_x', 'Look', 'support', u.id, 'x', 'claimed', now() from app_user u where u.tenant_id = $1 and u.email = $3`,
      [broker.tenantId, item, second.email],
    );
    const mine = await me(broker.admin, {});
    if (!mine.userId) throw new Error('signed in');
    const result = await leaveStaff(broker.admin, { userId: second.userId, reason: 'new job elsewhere' });
    expect(result).toEqual({ endedSessions: 2, revokedKeys: 1, releasedItems: 1 });
    await expect(me(desk, {})).rejects.toMatchObject({ reason: 'session_ended' });
    const [work] = await asOwner<{ assignee_id: null; state: string }>(
      house,
      'select assignee_id, state from work_item where id = $1',
      [item],
    );
    expect(work).toEqual({ assignee_id: null, state: 'open' });
    const [key] = await asOwner<{ revoked: boolean }>(
      house,
      'select revoked_at is not null as revoked from api_key where tenant_id = $1',
      [broker.tenantId],
    );
    expect([id.startsWith('key_'), key?.revoked]).toEqual([true, true]);
    await expect(leaveStaff(broker.admin, { userId: mine.userId, reason: 'locking us all out' })).rejects.toMatchObject(
      { reason: 'cannot_change_own_rights' },
    );
    await expect(leaveStaff(broker.admin, { userId: second.userId, reason: 'once more' })).rejects.toMatchObject({
      reason: 'already_done',
    });
  });

  it('a member of another company does not exist', async () => {
    const house = await home();
    const [one, two] = [await newBroker(house), await newBroker(house)];
    const { userId } = await colleague(house, two, 'support');
    const attempt = leaveStaff(one.admin, { userId, reason: 'not mine to end' });
    await expect(attempt).rejects.toMatchObject({ kind: 'not_found' });
    const [row] = await asOwner<{ status: string }>(
      house,
      'select status from app_user where tenant_id = $1 and email like $2',
      [two.tenantId, 'support-%'],
    );
    expect(row?.status).toBe('active');
  });
});

describe('delegation and teams', () => {
  it('hands on what one holds, to a colleague, for a while', async () => {
    const house = await home();
    const broker = await newBroker(house);
    const head = await colleague(house, broker, 'finance_head');
    const cashier = await colleague(house, broker, 'cashier');
    const until = new Date(Date.now() + 3 * 24 * 3_600_000);
    const grant = 'payments.withdrawal.approve';
    await delegate(head.ctx, { toUserId: cashier.userId, grant, until });
    expect((await listDelegations(cashier.ctx, {})).rows).toMatchObject([{ grant, to: 'cashier person' }]);
    await expect(
      delegate(head.ctx, { toUserId: cashier.userId, grant: 'onboarding.application.approve', until }),
    ).rejects.toMatchObject({ reason: 'cannot_hand_on' });
    const analyst = await colleague(house, broker, 'kyc_analyst');
    await expect(delegate(head.ctx, { toUserId: analyst.userId, grant, until })).rejects.toMatchObject({
      reason: 'duties_conflict',
    });
    await endDelegation(head.ctx, { toUserId: cashier.userId, grant });
    expect((await listDelegations(head.ctx, {})).rows).toEqual([]);
  });

  it('a narrow scope names its team', async () => {
    const house = await home();
    const broker = await newBroker(house);
    const sales = await roleId(broker.admin, 'sales');
    const person = { email: newEmail('s'), name: 'Sal Sales' };
    await expect(
      inviteStaff(broker.admin, { ...person, roles: [{ roleId: sales, rowScope: 'team' }] }),
    ).rejects.toMatchObject({ reason: 'scope_needs_a_team' });
    const { id } = await createTeam(broker.admin, { name: 'Arabic', desk: 'MENA' });
    await expect(
      inviteStaff(broker.admin, { ...person, roles: [{ roleId: sales, rowScope: 'team', teamId: id }] }),
    ).resolves.toHaveProperty('id');
  });
});
