import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { uuidFromId } from '@/server/kernel/ids';
import { apiKeyHash, createApiKey, readApiKey } from '@/server/modules/access';
import { me, signInWithPassword } from '@/server/modules/identity';
import {
  bootstrapPlatform,
  breakTheGlass,
  closeTheGlass,
  editBrand,
  getTenant,
  listBrands,
  listTenants,
  requestGoLive,
  setTenantState,
  setupChecklist,
  vetOrganisation,
} from '@/server/modules/tenancy';
import { asOwner, type Home, home, newBroker, newEmail, password, signedIn, withTicket } from '../../support/people';

describe('the platform console', () => {
  let house: Home;
  let staff: Ctx;
  beforeAll(async () => {
    house = await home();
    const email = newEmail('platform');
    const command = house.platform({ credential: { kind: 'platform', name: 'ops' } });
    expect(await bootstrapPlatform(command, { email, name: 'Pia Platform', password })).toMatchObject({ isNew: true });
    expect(await bootstrapPlatform(command, { email, name: 'Pia Platform', password })).toMatchObject({ isNew: false });
    staff = await signedIn(house, 'platform', email, 'platform');
  });
  const rowOf = async (slug: string) =>
    (await listTenants(staff, { search: slug })).rows.find((row) => row.slug === slug);

  it('sees every tenant; a tenant sees no other, and has no console', async () => {
    const broker = await newBroker(house);
    expect(await rowOf(broker.slug)).toMatchObject({ environment: 'sandbox', staff: 1, clients: 0, vettedAt: null });
    expect(await getTenant(staff, { tenantId: broker.tenantId })).toMatchObject({
      entities: [{ jurisdiction: 'CY' }],
      administrators: [{ name: 'Ada Admin' }],
    });
    await expect(listTenants(broker.admin, {})).rejects.toMatchObject({ kind: 'not_found' });
    await expect(
      setTenantState(broker.admin, { tenantId: broker.tenantId, status: 'suspended', reason: 'trying it' }),
    ).rejects.toMatchObject({ kind: 'not_found' });
    expect(await rowOf(broker.slug)).toMatchObject({ status: 'active' });
  });

  it('nobody asks for live before the list is done', async () => {
    const broker = await newBroker(house);
    await expect(requestGoLive(broker.admin, {})).rejects.toMatchObject({ reason: 'setup_incomplete' });
    expect((await setupChecklist(broker.admin, {})).goLiveRequestedAt).toBeNull();
  });

  it('vetting makes a live tenant from the set-up and from nothing that happened', async () => {
    const broker = await newBroker(house);
    const liveSlug = `${broker.slug}-live`;
    const vet = () => vetOrganisation(staff, { tenantId: broker.tenantId, liveSlug, note: 'licence seen and checked' });
    const { liveTenantId } = await vet();
    await expect(vet()).rejects.toMatchObject({ reason: 'already_done' });
    const admin = await signedIn(house, liveSlug, broker.email);
    expect((await me(admin, {})).tenant).toMatchObject({ slug: liveSlug, environment: 'live' });
    const [live, sandbox] = [await listBrands(admin, {}), await listBrands(broker.admin, {})];
    expect(live.rows[0]).toMatchObject({ name: 'Aurora', color: '#0b5fff' });
    expect(live.rows[0]?.id).not.toBe(sandbox.rows[0]?.id);
    const trail = await asOwner<{ action: string }>(house, 'select action from audit_entry where tenant_id = $1', [
      liveTenantId,
    ]);
    expect(trail.map((row) => row.action)).toContain('tenancy.organisation.went_live');
    const [brand] = sandbox.rows;
    if (!brand) throw new Error('the sandbox has a brand');
    await expect(editBrand(admin, { brandId: brand.id, name: 'Crossed over' })).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect((await setupChecklist(broker.admin, {})).items.find((item) => item.key === 'vetted')?.isDone).toBe(true);
  });

  it('suspending ends every session and every sign-in, and is told in the tenant’s own log', async () => {
    const broker = await newBroker(house);
    await setTenantState(staff, { tenantId: broker.tenantId, status: 'suspended', reason: 'invoice unpaid since May' });
    await expect(me(broker.admin, {})).rejects.toMatchObject({ reason: 'session_ended' });
    const again = signInWithPassword(house.ctx(broker.slug), { surface: 'desk', email: broker.email, password });
    await expect(again).rejects.toMatchObject({ reason: 'tenant_suspended' });
    const log = await asOwner(
      house,
      `select 1 from audit_entry where tenant_id = $1 and action = 'tenancy.platform.set_status' and actor->>'name' = 'Pia Platform'`,
      [broker.tenantId],
    );
    expect(log).toHaveLength(1);
  });

  it('a suspended company’s keys are refused by name and its waiting tickets open nothing; the platform still reads', async () => {
    const broker = await newBroker(house);
    const { id, key } = await createApiKey(broker.admin, { name: 'warehouse', scopes: ['read:tenancy.*'] });
    const secret = readApiKey(key)?.secret ?? '';
    const secretHash = await apiKeyHash(house.ctx(broker.slug).keys, id, secret);
    const byKey = house.ctx(broker.slug, {
      credential: { kind: 'apiKey', keyId: uuidFromId('apiKey', id), secretHash },
    });
    expect((await listBrands(byKey, {})).rows).toHaveLength(1);
    const stop = (status: 'active' | 'suspended') =>
      setTenantState(staff, { tenantId: broker.tenantId, status, reason: 'licence under review' });
    const step = await signInWithPassword(house.ctx(broker.slug), { surface: 'desk', email: broker.email, password });
    const ticket = step.step === 'ticket' ? step.ticket : '';
    await stop('suspended');
    await expect(listBrands(byKey, {})).rejects.toMatchObject({ kind: 'forbidden', reason: 'tenant_suspended' });
    await expect(withTicket(house, broker.slug, ticket).then((ctx) => me(ctx, {}))).rejects.toMatchObject({
      reason: 'session_ended',
    });
    const glass = await breakTheGlass(staff, { tenantId: broker.tenantId, reason: 'looking into the suspension' });
    expect(await me(await withTicket(house, glass.slug, glass.ticket), {})).toMatchObject({ kind: 'staff' });
    await stop('active');
    expect((await listBrands(byKey, {})).rows).toHaveLength(1);
  });

  it('break-glass reads for a while, under a name that says who it is, and shows in the tenant’s log', async () => {
    const broker = await newBroker(house);
    const reason = 'client money does not add up';
    const { id, slug, ticket } = await breakTheGlass(staff, { tenantId: broker.tenantId, reason });
    const guest = await withTicket(house, slug, ticket);
    expect(await me(guest, {})).toMatchObject({ name: 'Pia Platform (platform)', roles: ['platform_break_glass'] });
    const { rows } = await listBrands(guest, {});
    const [brand] = rows;
    if (!brand) throw new Error('the guest reads brands');
    await expect(editBrand(guest, { brandId: brand.id, name: 'By a guest' })).rejects.toMatchObject({
      reason: 'grant_missing',
    });
    const log = await asOwner<{ reason: string }>(
      house,
      `select reason from audit_entry where tenant_id = $1 and action = 'tenancy.break_glass.open'`,
      [broker.tenantId],
    );
    expect(log).toEqual([{ reason }]);
    await closeTheGlass(staff, { id });
    await expect(me(guest, {})).rejects.toMatchObject({ reason: 'session_ended' });
    await expect(closeTheGlass(staff, { id })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(breakTheGlass(broker.admin, { tenantId: broker.tenantId, reason })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });
});
