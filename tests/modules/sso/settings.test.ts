import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentityEmulator } from '@/server/emulators/identity/emulator';
import { systemClock } from '@/server/kernel/clock';
import { inviteStaff } from '@/server/modules/access';
import { confirmTotp, enrolTotp, me, signInWithPassword } from '@/server/modules/identity';
import {
  beginSignOn,
  enforceConnection,
  finishSignOn,
  importMetadata,
  listConnections,
  publishConnection,
  relaxConnection,
  saveConnection,
  signOnOptions,
  stopConnection,
  tryConnection,
} from '@/server/modules/sso';
import { handleSignOn } from '@/server/transports/sign-on';
import {
  asOwner,
  type Broker,
  colleague,
  type Home,
  home,
  newBroker,
  password,
  roleId,
  withTicket,
} from '../../support/people';
import {
  agree,
  atProvider,
  type Company,
  connected,
  deliver,
  oidcSettings,
  realm,
  samlSettings,
  walk,
} from '../../support/sign-on';

const domain = 'example.test';

describe('single sign-on of a tenant', () => {
  let house: Home;
  let broker: Broker;
  let company: Company;
  let agent: Awaited<ReturnType<typeof colleague>>;
  let adminId: NonNullable<Awaited<ReturnType<typeof me>>['userId']>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    agent = await colleague(house, broker, 'support');
    const people = [
      { sub: 'agent', email: agent.email, name: 'Agent', groups: [] },
      { sub: 'invited', email: `invited@${domain}`, name: 'Ina', groups: [] },
    ];
    company = await connected(house, broker, people, (idp) => oidcSettings(idp, domain));
    const { userId } = await me(broker.admin, {});
    if (!userId) throw new Error('a person');
    adminId = userId;
  });
  afterAll(() => company.close());
  const row = async () => (await listConnections(broker.admin, {})).rows.find(({ id }) => id === company.id);

  it('is published by two, and the secret is shown to nobody', async () => {
    const shown = await row();
    expect(shown).toMatchObject({ state: 'active', hasSecret: true, isWaiting: false });
    expect(JSON.stringify(shown)).not.toContain('a secret of the provider');
    const [stored] = await asOwner<{ live: string }>(
      house,
      'select live::text from sso_connection where id is not null and tenant_id = $1',
      [broker.tenantId],
    );
    expect(stored?.live).not.toContain('a secret of the provider');
    const { rows } = await signOnOptions(house.ctx(broker.slug), {});
    expect(rows).toEqual([{ id: company.id, name: 'Company ID', domains: [domain], isEnforced: false }]);
  });

  it('a change waits for a second person while the old settings let people in', async () => {
    const settings = { ...oidcSettings(company.idp, domain), issuer: `${company.idp.url}/thief` };
    const { version } = await saveConnection(broker.admin, { id: company.id, settings });
    expect(await row()).toMatchObject({ isWaiting: true });
    expect((await walk(house, broker, company, 'agent')).proof).not.toBeNull();
    const ask = { id: company.id, version, reason: 'a better one' };
    const parked = await publishConnection.orPark(broker.admin, ask);
    // What is agreed to is what was asked: an edit in between voids it.
    await saveConnection(broker.admin, { id: company.id, settings: oidcSettings(company.idp, domain) });
    await expect(agree(company.second, parked)).rejects.toMatchObject({ reason: 'sso_draft_changed' });
    const published = await publishConnection.orPark(broker.admin, { ...ask, version: version + 1 });
    await agree(company.second, published);
    expect(await row()).toMatchObject({ isWaiting: false });
  });

  it('an answer counts once, for the connection that was asked, in the browser that asked', async () => {
    const visitor = house.ctx(broker.slug);
    const origin = house.ports.site.origin;
    const begun = await beginSignOn(visitor, { id: company.id, origin });
    if (!begun) throw new Error('nothing began');
    const request = await atProvider(begun.url, 'agent');
    const forged = new URL(request.url);
    forged.searchParams.set('state', `${forged.searchParams.get('state')?.slice(0, -2)}xx`);
    expect(await deliver(house, broker, new Request(forged))).toMatchObject({ refused: 'sso_not_asked_for' });
    const { proof } = await deliver(house, broker, request);
    expect(await deliver(house, broker, request)).toMatchObject({ proof: null, refused: 'sso_answer_used' });
    const other = await beginSignOn(visitor, { id: company.id, origin });
    const lured = finishSignOn(visitor, { proof: proof ?? '', binding: other?.binding ?? '' });
    await expect(lured).rejects.toMatchObject({ reason: 'sso_other_browser' });
    expect(await finishSignOn(visitor, { proof: proof ?? '', binding: begun.binding })).toMatchObject({
      step: 'ticket',
    });
    const elsewhere = beginSignOn(visitor, { id: company.id, origin: 'https://elsewhere.example' });
    await expect(elsewhere).rejects.toMatchObject({ reason: 'origin_not_allowed' });
  });

  it('goes on when the provider changes its key, and says so when the provider is gone', async () => {
    company.idp.rotate();
    expect((await walk(house, broker, company, 'agent')).proof).not.toBeNull();
    expect(await tryConnection(broker.admin, { id: company.id })).toMatchObject({ error: null });
    const gone = createIdentityEmulator({ clock: systemClock, url: 'http://127.0.0.1:9' });
    const { id } = await saveConnection(broker.admin, { settings: oidcSettings(gone, 'other.test') });
    expect(await tryConnection(broker.admin, { id })).toMatchObject({ error: 'sso_provider_unreachable' });
    await stopConnection(broker.admin, { id, isForGood: true, reason: 'only a test' });
  });

  it('who was invited joins by it without a password', async () => {
    const roles = [{ roleId: await roleId(broker.admin, 'dealer'), rowScope: 'all' as const }];
    await inviteStaff(broker.admin, { email: `invited@${domain}`, name: 'Ina Invited', roles });
    const step = await (await walk(house, broker, company, 'invited')).finish();
    if (step.step !== 'ticket') throw new Error('a ticket');
    const desk = await withTicket(house, broker.slug, step.ticket);
    expect(await me(desk, {})).toMatchObject({ name: 'Ina Invited', roles: ['dealer'] });
  });

  it('a group brings no power to hand out powers', async () => {
    const administrator = await roleId(broker.admin, 'administrator');
    const groupRoles = [{ group: 'IT', roleId: administrator, rowScope: 'all' as const }];
    const settings = { ...oidcSettings(company.idp, 'third.test'), groupRoles };
    await expect(saveConnection(broker.admin, { settings })).rejects.toMatchObject({ reason: 'sso_role_not_by_group' });
  });

  it('reads the provider’s metadata and shows ours', async () => {
    const read = await importMetadata(broker.admin, { url: `${company.idp.url}/${realm}/saml/metadata` });
    const { entityId, entryPoint, certificates } = samlSettings(company.idp, domain);
    expect(read).toEqual({ entityId, entryPoint, certificates });
    await expect(importMetadata(broker.admin, { xml: '<a/>' })).rejects.toMatchObject({
      reason: 'sso_metadata_unreadable',
    });
    const { id } = await saveConnection(broker.admin, { settings: samlSettings(company.idp, 'saml.test') });
    const place = { tenant: broker.slug, connection: id, what: 'metadata' };
    const url = `http://localhost/api/sso/${broker.slug}/${id}/metadata`;
    const make = async (caller: object) => house.ctx(broker.slug, caller);
    const ours = await (await handleSignOn(new Request(url), place, make)).text();
    expect(ours).toContain(`/api/sso/${broker.slug}/${id}/callback`);
    expect(ours).toContain('WantAssertionsSigned="true"');
    await stopConnection(broker.admin, { id, isForGood: true, reason: 'only a test' });
  });

  it('is the only way in once two people say so; one administrator keeps his password, and one person ends it', async () => {
    const signIn = (email: string, typed = password) =>
      signInWithPassword(house.ctx(broker.slug), { surface: 'desk', email, password: typed });
    const enforce = { id: company.id, breakGlassUserId: adminId, reason: 'our provider only' };
    await expect(enforceConnection.orPark(broker.admin, enforce)).rejects.toMatchObject({
      reason: 'sso_break_glass_factor',
    });
    const notOwner = { ...enforce, breakGlassUserId: agent.userId };
    await expect(enforceConnection.orPark(broker.admin, notOwner)).rejects.toMatchObject({
      reason: 'sso_break_glass_needed',
    });
    const { secret } = await enrolTotp(broker.admin, {});
    await confirmTotp(broker.admin, { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() });
    await agree(company.second, await enforceConnection.orPark(broker.admin, enforce));

    await expect(signIn(agent.email)).rejects.toMatchObject({ reason: 'sso_required' });
    // The same words for a wrong password, an unknown address and the right one: nothing is learnt by trying.
    await expect(signIn(agent.email, 'wrong password')).rejects.toMatchObject({ reason: 'sso_required' });
    await expect(signIn(`unknown@${domain}`)).rejects.toMatchObject({ reason: 'sso_required' });
    await expect(signIn(broker.email, 'wrong password')).rejects.toMatchObject({ reason: 'sso_required' });
    expect(await signIn(broker.email)).toMatchObject({ step: 'second_factor' });
    expect(await (await walk(house, broker, company, 'agent')).finish()).toMatchObject({ step: 'ticket' });

    await relaxConnection(broker.admin, { id: company.id, reason: 'the provider is down' });
    expect(await signIn(agent.email)).toMatchObject({ step: 'ticket' });
    const [work] = await asOwner<{ kind: string }>(
      house,
      `select kind from work_item where tenant_id = $1 and kind = 'sso_lifted' and state = 'open'`,
      [broker.tenantId],
    );
    expect(work).toBeDefined();
    await stopConnection(broker.admin, { id: company.id, isForGood: false, reason: 'taken over' });
    const begin = beginSignOn(house.ctx(broker.slug), { id: company.id, origin: house.ports.site.origin });
    await expect(begin).rejects.toMatchObject({ reason: 'sso_connection_off' });
  });
});
