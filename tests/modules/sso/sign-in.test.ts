import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Betrayal } from '@/server/emulators/identity/world';
import type { idFromUuid } from '@/server/kernel/ids';
import { leaveStaff, listStaffSessions } from '@/server/modules/access';
import { me } from '@/server/modules/identity';
import { asOwner, type Broker, colleague, type Home, home, newBroker, roleId, withTicket } from '../../support/people';
import { type Company, connected, oidcSettings, samlSettings, walk } from '../../support/sign-on';

const domain = 'example.test';
const person = (sub: string, email: string, more: object = {}) => ({ sub, email, name: 'Sam', groups: [], ...more });

describe.each([
  ['OpenID Connect', oidcSettings],
  ['SAML', samlSettings],
] as const)('staff sign in with %s', (name, settingsOf) => {
  let house: Home;
  let broker: Broker;
  let company: Company;
  let agent: { email: string; userId: string };
  let leaver: Awaited<ReturnType<typeof colleague>>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    agent = await colleague(house, broker, 'support');
    leaver = await colleague(house, broker, 'sales');
    const dealer = await roleId(broker.admin, 'dealer');
    const people = [
      person('s-agent', agent.email, { factors: ['pwd', 'mfa'] }),
      person('s-leaver', leaver.email),
      person('s-other', `nobody@${domain}`),
      person('s-dealer', `new-dealer@${domain}`, { groups: ['Dealing'], name: "Dana O'Neil & Co" }),
      person('s-foreign', 'someone@elsewhere.test'),
      person('s-thief', agent.email),
      person('s-unproven', `unproven@${domain}`, { isEmailVerified: false }),
    ];
    company = await connected(house, broker, people, (idp) => ({
      ...settingsOf(idp, domain),
      trustsSecondFactor: true,
      provisions: true,
      groupRoles: [{ group: 'Dealing', roleId: dealer, rowScope: 'all', teamId: null }],
    }));
  });
  afterAll(() => company.close());

  it('makes the session a password makes, and the log names method and connection', async () => {
    const { finish } = await walk(house, broker, company, 's-agent');
    const step = await finish();
    if (step.step !== 'ticket') throw new Error('the provider’s second factor counts here');
    const desk = await withTicket(house, broker.slug, step.ticket);
    expect(await me(desk, {})).toMatchObject({ kind: 'staff', userId: agent.userId });
    const { rows } = await listStaffSessions(broker.admin, {});
    expect(rows.find((row) => row.method === 'sso_mfa')).toMatchObject({ userId: agent.userId, hasSecondFactor: true });
    const [entry] = await asOwner<{ facts: Record<string, unknown> }>(
      house,
      `select facts from audit_entry where tenant_id = $1 and action = 'identity.session.open' order by at desc limit 1`,
      [broker.tenantId],
    );
    expect(entry?.facts).toMatchObject({ method: 'sso_mfa', connection: company.id });
  });

  it('asks for our own second factor where the provider saw none', async () => {
    const { finish } = await walk(house, broker, company, 's-dealer');
    const step = await finish();
    // A new person, made by his group, has no second factor with us yet.
    if (step.step !== 'ticket') throw new Error('a ticket');
    const desk = await withTicket(house, broker.slug, step.ticket);
    expect(await me(desk, {})).toMatchObject({ roles: ['dealer'], email: `new-dealer@${domain}` });
    await asOwner(house, `update app_user set recovery_codes = '{x}' where tenant_id = $1 and email = $2`, [
      broker.tenantId,
      `new-dealer@${domain}`,
    ]);
    const again = await walk(house, broker, company, 's-dealer');
    expect(await again.finish()).toMatchObject({ step: 'second_factor', methods: ['recovery_code'] });
  });

  it.each([
    ['s-other', 'sso_no_account'],
    ['s-foreign', 'sso_domain_not_served'],
    ['s-thief', 'sso_subject_changed'],
    ...(name === 'SAML' ? [] : [['s-unproven', 'sso_email_unverified']]),
  ])('%s is refused: %s', async (sub = '', reason) => {
    expect(await walk(house, broker, company, sub)).toMatchObject({ proof: null, refused: reason });
  });

  it('whoever left with us stays out though the provider says yes', async () => {
    expect((await walk(house, broker, company, 's-leaver')).proof).not.toBeNull();
    await leaveStaff(broker.admin, { userId: idFromUuidOf(leaver.userId), reason: 'left the company' });
    expect(await walk(house, broker, company, 's-leaver')).toMatchObject({ refused: 'sso_account_disabled' });
  });

  it('an old proof at the provider lets in, and opens nothing that asks who sits here now', async () => {
    company.idp.betray('stale');
    const step = await (await walk(house, broker, company, 's-agent')).finish();
    if (step.step !== 'ticket') throw new Error('a ticket');
    const desk = await withTicket(house, broker.slug, step.ticket);
    expect((await me(desk, {})).steppedUpAt).toBeNull();
    const fresh = await (await walk(house, broker, company, 's-agent')).finish();
    if (fresh.step !== 'ticket') throw new Error('a ticket');
    expect((await me(await withTicket(house, broker.slug, fresh.ticket), {})).steppedUpAt).not.toBeNull();
  });

  const lies: readonly (readonly [Betrayal, string])[] =
    name === 'SAML'
      ? [
          ['wrong_audience', 'sso_wrong_audience'],
          ['wrong_issuer', 'sso_wrong_issuer'],
          ['wrong_recipient', 'sso_wrong_recipient'],
          ['wrong_request', 'sso_not_asked_for'],
          ['expired', 'sso_expired'],
          ['unsigned', 'sso_signature_invalid'],
          ['foreign_key', 'sso_signature_invalid'],
          ['tampered', 'sso_signature_invalid'],
          ['wrapped', 'sso_signature_invalid'],
          ['replayed', 'sso_not_asked_for'],
          ['refused', 'sso_refused_by_provider'],
        ]
      : [
          ['wrong_audience', 'sso_wrong_audience'],
          ['wrong_issuer', 'sso_wrong_issuer'],
          ['wrong_nonce', 'sso_wrong_nonce'],
          ['expired', 'sso_expired'],
          ['unsigned', 'sso_unsigned'],
          ['foreign_key', 'sso_signature_invalid'],
          ['tampered', 'sso_signature_invalid'],
          ['refused', 'sso_refused_by_provider'],
        ];
  it.each(lies)('an answer that is %s is refused: %s', async (betrayal, reason) => {
    company.idp.betray(betrayal);
    expect(await walk(house, broker, company, 's-agent')).toMatchObject({ proof: null, refused: reason });
    const [event] = await asOwner<{ reason: string }>(
      house,
      'select reason from security_event where tenant_id = $1 order by at desc limit 1',
      [broker.tenantId],
    );
    expect(event).toEqual({ reason });
  });
});

const idFromUuidOf = (id: string) => id as ReturnType<typeof idFromUuid<'user'>>;
