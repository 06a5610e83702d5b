import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid } from '@/server/kernel/ids';
import { assignOwner, findClient, listClients, searchClients, updatePerson } from '@/server/modules/clients';
import { signedIn, staffCtx } from '../../support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { inUow, newClient, type Place, place } from '../../support/registrations';

describe('the search box', () => {
  let tenant: TestTenant;
  let at: Place;
  let boss: Ctx;
  const found = async (ctx: Ctx, typed: string) =>
    (await searchClients(ctx, { typed, limit: 20 })).map((row) => row.name);
  const listed = async (ctx: Ctx, search: string) => (await listClients(ctx, { search })).rows.map((row) => row.name);

  const person = async (firstName: string, lastName: string, contact: { email?: string; phone?: string } = {}) =>
    newClient(tenant, at, { firstName, lastName, ...contact });

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    boss = await staffCtx(tenant, ['clients.*', 'sensitive.*']);
    await person('Łukasz', 'Żółć', { email: 'lz.invest@mail.example', phone: '+48 600 700 801' });
    await person('Юлия', 'Щербакова');
    await person('محمد', 'الأحمد');
    await person('小明', '王');
    await person('Mohammed', 'Karimi');
    await person('Anna', 'Lindqvist');
    await person('Annabel', 'Noor');
  });

  it.each([
    ['Latin, without its accents', 'lukasz zol', 'Łukasz Żółć'],
    ['Latin, with its accents', 'ŻÓŁĆ', 'Łukasz Żółć'],
    ['Cyrillic', 'щерб', 'Юлия Щербакова'],
    ['Cyrillic in Latin letters', 'shcherbakova yul', 'Юлия Щербакова'],
    ['Arabic', 'محمد', 'محمد الأحمد'],
    ['Arabic without the article or the hamza', 'احمد', 'محمد الأحمد'],
    ['an Arabic name in Latin letters', 'muhammad', 'محمد الأحمد'],
    ['an Arabic family name in Latin letters, without its article', 'ahmad', 'محمد الأحمد'],
    ['a Latin name in Arabic letters', 'كريمي', 'Mohammed Karimi'],
    ['Chinese', '小明', '小明 王'],
    ['the second sign of a Chinese name', '明', '小明 王'],
    ['Chinese in Latin letters', 'wang xiaoming', '小明 王'],
  ])('finds %s', async (_what, typed, name) => {
    expect(await found(boss, typed)).toContain(name);
    expect(await listed(boss, typed)).toContain(name);
  });

  it('answers whole words before words that begin so, and nothing else', async () => {
    expect(await found(boss, 'anna')).toEqual(['Anna Lindqvist', 'Annabel Noor']);
    expect(await found(boss, 'anna noor')).toEqual(['Annabel Noor']);
    expect(await found(boss, 'anna karimi')).toEqual([]);
    expect(await found(boss, 'a.noor')).toEqual(['Annabel Noor']);
    expect(await found(boss, "'); drop table client; --")).toEqual([]);
    expect(await found(boss, '&|!')).toEqual([]);
  });

  it('finds by e-mail and phone only who may see them: what is masked cannot be guessed fragment by fragment', async () => {
    const seller = await staffCtx(tenant, ['clients.*']);
    for (const typed of ['lz.invest@mail', 'lz.inv', 'invest', '+48 600 700', '600700801', '0048600', '0801']) {
      expect([typed, await found(boss, typed)]).toEqual([typed, ['Łukasz Żółć']]);
      expect([typed, await found(seller, typed)]).toEqual([typed, []]);
      expect([typed, await listed(seller, typed)]).toEqual([typed, []]);
    }
    const [hit] = await searchClients(seller, { typed: 'lukasz', limit: 20 });
    expect(hit?.email).not.toContain('invest');
  });

  it('stays within the reach of who asks, however many others match', async () => {
    const seller = await signedIn(tenant, ['clients.*'], { scope: 'own' });
    const ctx = makeCtx(tenant, { credential: { kind: 'session', sessionId: seller.sessionUuid, surface: 'desk' } });
    for (let n = 0; n < 3; n += 1) await person('Reach', `Stranger ${n}`);
    const mine = await person('Reach', 'Mine');
    await assignOwner(boss, { clientId: mine.id, ownerId: idFromUuid('user', seller.userUuid), reason: 'his lead' });
    expect(await found(ctx, 'reach')).toEqual(['Reach Mine']);
    expect(await listed(ctx, 'reach')).toEqual(['Reach Mine']);
    expect(await found(boss, 'reach')).toHaveLength(4);
    const other = await staffCtx(await testTenant(), ['clients.*', 'sensitive.*']);
    expect(await found(other, 'reach')).toEqual([]);
  });

  it('forgets a name with the person', async () => {
    const { id } = await person('Erasmus', 'Vergessen');
    await inUow(asJob(tenant), async (uow) => {
      const row = await findClient(uow, id);
      if (row) await updatePerson(uow, row.personId, { firstName: null, lastName: null });
    });
    expect(await found(boss, 'vergessen')).toEqual([]);
    expect(await found(boss, 'erasmus')).toEqual([]);
  });
});
