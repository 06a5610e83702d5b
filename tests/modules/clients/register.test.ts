import { beforeAll, describe, expect, it } from 'vitest';
import { listAgreements, listClients, readClient, readClientRecords, registerClient } from '@/server/modules/clients';
import { asJob, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newEmail } from '../../support/people';
import { anonymous, newClient, type Place, place, registration } from '../../support/registrations';

describe('registration', () => {
  let tenant: TestTenant;
  let at: Place;
  const count = (table: string) =>
    asOwner(tenant, async (query) => {
      const { rows } = await query(`select count(*)::int as n from ${table} where tenant_id = $1`, [tenant.id]);
      return rows[0].n as number;
    });

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
  });

  it('makes person, client and login, numbers them, and remembers what cannot be asked again', async () => {
    const attribution = { clickId: 'gclid-1', utmSource: 'search', utmCampaign: 'autumn', introducerCode: 'IB-0412' };
    const { id, number } = await newClient(
      tenant,
      at,
      { attribution, phone: '+31 6 1234 5617', timeZone: 'Europe/Amsterdam', marketingConsent: false },
      { ip: '192.0.2.44', deviceId: 'dev-1', userAgent: 'Firefox' },
    );
    expect(number).toBe('C-20001');
    const detail = await readClient(asJob(tenant), { id });
    expect(detail).toMatchObject({
      number,
      stage: 'acquire',
      tier: 'T0',
      source: 'search',
      introducer: 'IB-0412',
      facets: { verification: 'none', funding: 'none', trading: 'none', relationship: 'prospect' },
      capabilities: { close: { state: 'allowed' }, withdraw: { state: 'reviewed' }, deposit: { state: 'denied' } },
    });
    const records = await readClientRecords(asJob(tenant), { id });
    expect(records.touches).toMatchObject([{ moment: 'registration', clickId: 'gclid-1', utmCampaign: 'autumn' }]);
    expect(records.devices).toMatchObject([{ moment: 'register', ip: '192.0.2.44', deviceId: 'dev-1' }]);
    expect(records.consents.map(({ purpose, isGiven }) => [purpose, isGiven])).toEqual([
      ['marketing', false],
      ['service', true],
    ]);
    const shown = await listAgreements(anonymous(tenant), { brand: at.brandSlug });
    expect(new Set(records.acceptances.map((one) => one.textHash))).toEqual(new Set(shown.map((one) => one.textHash)));
    expect(shown[0]?.text).toContain('Aurora Markets Ltd');
    const second = await newClient(tenant, at);
    expect(second.number).toBe('C-20002');
  });

  it('tells a stranger the same about a known and a new address', async () => {
    const email = newEmail('known');
    const first = await registerClient(anonymous(tenant), registration(at.brandSlug, { email }));
    const before = await count('client');
    const again = await registerClient(anonymous(tenant), registration(at.brandSlug, { email: email.toUpperCase() }));
    expect(again).toEqual(first);
    expect(again).toEqual({ id: null, number: null });
    expect(await count('client')).toBe(before);
  });

  it('refuses a page that showed other texts, a weak password, and a brand that is not there', async () => {
    const stranger = anonymous(tenant);
    await expect(
      registerClient(stranger, registration(at.brandSlug, { acceptedTexts: ['0'.repeat(64)] })),
    ).rejects.toMatchObject({ kind: 'conflict', reason: 'agreement_outdated' });
    await expect(registerClient(stranger, registration(at.brandSlug, { password: 'short' }))).rejects.toMatchObject({
      kind: 'invalid',
      detail: { field: 'password' },
    });
    await expect(registerClient(stranger, registration('no-such-brand'))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('one address in two tenants is two clients', async () => {
    const email = newEmail('both');
    const other = await testTenant();
    const elsewhere = await place(other);
    const [here, there] = [await newClient(tenant, at, { email }), await newClient(other, elsewhere, { email })];
    expect(here.id).not.toBe(there.id);
    await expect(readClient(asJob(tenant), { id: there.id })).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('raises a possible duplicate once, for signals that mean one person', async () => {
    const phone = '+49 170 7654321';
    const first = await newClient(tenant, at, { phone }, { deviceId: 'shared' });
    const second = await newClient(
      tenant,
      at,
      { phone: '0049 170 765-4321'.replace('00', '+') },
      { deviceId: 'shared' },
    );
    const household = await newClient(tenant, at, {}, { deviceId: 'shared' });
    const [a, b, c] = await Promise.all([first, second, household].map(({ id }) => readClient(asJob(tenant), { id })));
    expect([a?.possibleDuplicates, b?.possibleDuplicates, c?.possibleDuplicates]).toEqual([1, 1, 0]);
    const { duplicates } = await readClientRecords(asJob(tenant), { id: second.id });
    expect(duplicates[0]?.signals).toEqual(['device', 'phone']);
  });

  it('keeps names, address and phone out of the audit log in plain', async () => {
    const { id } = await newClient(tenant, at, { firstName: 'Zebulon', phone: '+31 6 9999 0000' });
    await asOwner(tenant, async (query) => {
      const { rows } = await query('select changes::text as changes from audit_entry where tenant_id = $1', [
        tenant.id,
      ]);
      const text = rows.map((row) => row.changes).join('\n');
      expect(text).not.toContain('Zebulon');
      expect(text).not.toContain('9999 0000');
    });
    const page = await listClients(asJob(tenant), { search: 'zebulon' });
    expect(page.rows.map((row) => row.id)).toEqual([id]);
  });
});
