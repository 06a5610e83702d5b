import { beforeAll, describe, expect, it } from 'vitest';
import type { Ports } from '@/server/kernel/ports';
import {
  addDomain,
  changeConnection,
  checkDomain,
  createConnection,
  listBrands,
  listConnections,
  listDomains,
  openConnection,
} from '@/server/modules/tenancy';
import { asOwner, type Broker, type Home, home, newBroker } from '../../support/people';

describe('connections', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });
  const job = (slug = broker.slug) => house.ctx(slug, { credential: { kind: 'job', name: 'registry' } });

  it('keep secrets sealed, show their names only, and replace them one by one', async () => {
    const secrets = { secretKey: 'sk_live_very_secret', webhookSecret: 'whsec_also_secret' };
    const { id } = await createConnection(broker.admin, {
      port: 'psp',
      vendor: 'stripe',
      name: 'Cards',
      config: { url: 'https://psp.example' },
      secrets,
    });
    const [row] = await asOwner<{ line: string }>(
      house,
      'select c::text as line from connection c where tenant_id = $1',
      [broker.tenantId],
    );
    expect(row?.line).not.toMatch(/very_secret|also_secret/);
    const trail = await asOwner<{ line: string }>(
      house,
      'select a::text as line from audit_entry a where tenant_id = $1',
      [broker.tenantId],
    );
    expect(JSON.stringify(trail)).not.toMatch(/very_secret|also_secret/);
    const { rows } = await listConnections(broker.admin, {});
    expect(rows).toMatchObject([{ secretNames: ['secretKey', 'webhookSecret'], state: 'active' }]);
    expect(JSON.stringify(rows)).not.toContain('secret"');
    await changeConnection(broker.admin, { connectionId: id, secrets: { webhookSecret: 'whsec_new' } });
    expect((await openConnection(job(), { connectionId: id })).secrets).toEqual({
      ...secrets,
      webhookSecret: 'whsec_new',
    });
    await expect(openConnection(broker.admin, { connectionId: id })).rejects.toMatchObject({
      reason: 'not_for_this_kind_of_user',
    });
    const other = await newBroker(house);
    await expect(openConnection(job(other.slug), { connectionId: id })).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('a domain counts once its record is seen, and for one company only', async () => {
    const host = `desk-${broker.slug}.example.test`;
    const brandOf = async (one: Broker) => {
      const [brand] = (await listBrands(one.admin, {})).rows;
      if (!brand) throw new Error('a company has a brand');
      return brand.id;
    };
    const { record } = await addDomain(broker.admin, { host, brandId: await brandOf(broker) });
    const answers = (values: string[] | null) => {
      const ports: Ports = { ...house.ports, dns: { txt: async (name) => (name === record.name ? values : null) } };
      return { ...job(), ports };
    };
    expect(await checkDomain(answers(null), { host })).toEqual({ isVerified: false });
    expect(await checkDomain(answers(['something else']), { host })).toEqual({ isVerified: false });
    expect(await checkDomain(answers([record.value]), { host })).toEqual({ isVerified: true });
    expect((await listDomains(broker.admin, {})).rows).toMatchObject([{ host, isVerified: true }]);
    const rival = await newBroker(house);
    const theirs = await addDomain(rival.admin, { host, brandId: await brandOf(rival) });
    const ports: Ports = { ...house.ports, dns: { txt: async () => [theirs.record.value] } };
    expect(await checkDomain({ ...job(rival.slug), ports }, { host })).toEqual({ isVerified: false });
  });
});
