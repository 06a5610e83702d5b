import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { me, signInWithPassword, verifyEmail } from '@/server/modules/identity';
import { getSettings, listBrands, listEntities, publicLook, setupChecklist, signUp } from '@/server/modules/tenancy';
import {
  asOwner,
  type Home,
  home,
  mailedToken,
  newBroker,
  newEmail,
  password,
  signUpInput,
  withTicket,
} from '../../support/people';

describe('a company signs up', () => {
  let house: Home;
  beforeAll(async () => {
    house = await home();
  });

  it('lands in the desk of its own sandbox with roles, entity and brand', async () => {
    const input = signUpInput();
    const { slug, ticket, tenantId } = await signUp(house.platform(), input);
    const admin = await withTicket(house, slug, ticket);
    const who = await me(admin, {});
    expect(who).toMatchObject({ kind: 'staff', name: 'Ada Admin', roles: ['administrator'], isEmailVerified: false });
    expect(who.tenant).toMatchObject({ slug, environment: 'sandbox' });
    expect(await getSettings(admin, {})).toMatchObject({ soloMode: true, status: 'active' });
    const { rows: entities } = await listEntities(admin, {});
    expect(entities).toMatchObject([{ jurisdiction: 'CY', baseCurrency: 'EUR', timeZone: 'Asia/Nicosia' }]);
    const { rows: brands } = await listBrands(admin, {});
    expect(brands).toMatchObject([{ name: 'Aurora', color: '#0b5fff', slug }]);
    const log = await asOwner<{ action: string }>(house, 'select action from audit_entry where tenant_id = $1', [
      tenantId,
    ]);
    expect(log.map((row) => row.action)).toContain('tenancy.organisation.sign_up');
  });

  it('says what is missing to go live, from the data', async () => {
    const broker = await newBroker(house);
    const before = await setupChecklist(broker.admin, {});
    expect(before.isReady).toBe(false);
    const done = (list: typeof before, key: string) => list.items.find((item) => item.key === key)?.isDone;
    expect(done(before, 'email_verified')).toBe(false);
    const token = await mailedToken(house, broker.tenantId, 'verify_email', broker.email);
    await verifyEmail(house.ctx(broker.slug), { token });
    const after = await setupChecklist(broker.admin, {});
    expect(done(after, 'email_verified')).toBe(true);
    expect(done(after, 'psp')).toBe(false);
    await expect(verifyEmail(house.ctx(broker.slug), { token })).rejects.toMatchObject({
      reason: 'link_invalid_or_used',
    });
  });

  it('refuses a taken or reserved name, a pale colour and a guessable password, each at its field', async () => {
    const broker = await newBroker(house);
    await expect(signUp(house.platform(), signUpInput({ slug: broker.slug }))).rejects.toMatchObject({
      reason: 'slug_taken',
      detail: { field: 'slug' },
    });
    await expect(signUp(house.platform(), signUpInput({ slug: 'platform' }))).rejects.toMatchObject({
      kind: 'invalid',
    });
    const pale = signUpInput();
    pale.brand.color = '#ffee00';
    await expect(signUp(house.platform(), pale)).rejects.toMatchObject({ detail: { field: 'brand.color' } });
    const weak = signUpInput();
    weak.administrator.password = 'Password12345';
    await expect(signUp(house.platform(), weak)).rejects.toMatchObject({
      detail: { field: 'administrator.password' },
    });
  });

  it('two sign-ups for one name at once: one tenant, one refusal, nothing half made', async () => {
    const slug = signUpInput().slug;
    const results = await Promise.allSettled([1, 2].map(() => signUp(house.platform(), signUpInput({ slug }))));
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [count] = await asOwner<{ n: number }>(
      house,
      'select count(*)::int as n from legal_entity e join tenant t on t.id = e.tenant_id where t.slug = $1',
      [slug],
    );
    expect(count?.n).toBe(1);
  });

  it('keeps of a logo nothing but its pixels', async () => {
    const jpeg = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#c00' } })
      .withExif({ IFD0: { Copyright: 'secret words' } })
      .jpeg()
      .toBuffer();
    const input = signUpInput();
    const withLogo = { ...input, brand: { ...input.brand, logo: jpeg.toString('base64') } };
    const { slug } = await signUp(house.platform(), withLogo);
    const look = await publicLook(house.ctx(slug), { brand: null });
    const png = Buffer.from(look.brand?.logoPng ?? '', 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeLessThanOrEqual(64 * 1024);
    expect(png.includes('secret words')).toBe(false);
    const svg = {
      ...input,
      slug: signUpInput().slug,
      brand: { ...input.brand, logo: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64') },
    };
    await expect(signUp(house.platform(), svg)).rejects.toMatchObject({ reason: 'logo_unreadable' });
  });

  it('exists on the platform only', async () => {
    const broker = await newBroker(house);
    await expect(signUp(house.ctx(broker.slug), signUpInput())).rejects.toMatchObject({ kind: 'not_found' });
    const create = `select create_tenant('{}'::jsonb)`;
    const connection = await house.base.database.acquire();
    await expect(connection.query({ text: create })).rejects.toMatchObject({ code: '42501' });
    connection.release();
  });

  it('the same address in two companies is two people', async () => {
    const email = newEmail('twin');
    const [one, two] = [await newBroker(house, { email }), await newBroker(house, { email })];
    const step = await signInWithPassword(house.ctx(one.slug), { surface: 'desk', email, password });
    if (step.step !== 'ticket') throw new Error('no second factor was set up');
    // The ticket of one company opens nothing in the other.
    await expect(withTicket(house, two.slug, step.ticket)).rejects.toMatchObject({ reason: 'link_invalid_or_used' });
    const ids = await Promise.all([one, two].map(async ({ admin }) => (await me(admin, {})).userId));
    expect(ids[0]).not.toBe(ids[1]);
  });
});
