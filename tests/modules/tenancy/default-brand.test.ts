import { beforeAll, describe, expect, it } from 'vitest';
import {
  createBrand,
  createEntity,
  listBrands,
  listEntities,
  publicLook,
  setDefaultBrand,
} from '@/server/modules/tenancy';
import { asOwner, type Broker, type Home, home, newBroker } from '../../support/people';

describe('the brand of a visitor who names none', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    await createEntity(broker.admin, { name: 'Aurora (SC) Ltd', shortName: 'Aurora SC', jurisdiction: 'SC' });
    const { rows } = await listEntities(broker.admin, {});
    const entityId = rows.find((one) => one.jurisdiction === 'SC')?.id;
    if (!entityId) throw new Error('no second entity');
    await createBrand(broker.admin, {
      entityId,
      name: 'Borealis',
      slug: 'borealis',
      color: '#5b3a8c',
      languages: ['en'],
    });
    // Whatever the rows' order, it must not decide.
    await asOwner(house, `update brand set created_at = '2001-01-01' where tenant_id = $1 and slug = 'borealis'`, [
      broker.tenantId,
    ]);
  });

  const landing = async (brand: string | null = null) =>
    (await publicLook(house.ctx(broker.slug), { brand })).brand?.slug;
  const idOf = async (slug: string) => {
    const found = (await listBrands(broker.admin, {})).rows.find((one) => one.slug === slug);
    if (!found) throw new Error(`no brand ${slug}`);
    return found.id;
  };

  it('is the one made at sign-up, until the desk names another', async () => {
    expect(await landing()).toBe(broker.slug);
    await setDefaultBrand(broker.admin, { brandId: await idOf('borealis') });
    expect(await landing()).toBe('borealis');
    const { rows } = await listBrands(broker.admin, {});
    expect(rows.map(({ slug, isDefault }) => [slug, isDefault])).toEqual([
      ['borealis', true],
      [broker.slug, false],
    ]);
    const log = await asOwner<{ changes: unknown }>(
      house,
      `select changes from audit_entry where tenant_id = $1 and action = 'tenancy.brand.set_default'`,
      [broker.tenantId],
    );
    expect(log.map((row) => row.changes)).toEqual([{ defaultBrand: ['Aurora', 'Borealis'] }]);
  });

  it('yields to the brand that a host or a link names', async () => {
    expect(await landing(broker.slug)).toBe(broker.slug);
    expect(await landing('borealis')).toBe('borealis');
  });

  it('two who choose at once leave one default, and a stranger’s brand is refused', async () => {
    const ids = [await idOf('borealis'), await idOf(broker.slug)];
    await Promise.all([...ids, ...ids].map((brandId) => setDefaultBrand(broker.admin, { brandId })));
    const { rows } = await listBrands(broker.admin, {});
    expect(rows.filter((one) => one.isDefault)).toHaveLength(1);
    const other = await newBroker(house);
    const theirs = (await listBrands(other.admin, {})).rows[0];
    if (!theirs) throw new Error('no brand');
    await expect(setDefaultBrand(broker.admin, { brandId: theirs.id })).rejects.toMatchObject({
      reason: 'brand_not_found',
    });
  });
});
