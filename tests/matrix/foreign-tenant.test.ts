import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { type IdKind, idFromUuid, idPrefixes } from '@/server/kernel/ids';
import { createApiKey, createTeam, inviteStaff } from '@/server/modules/access';
import { createConnection } from '@/server/modules/tenancy';
import { saveView } from '@/server/modules/work';
import { asOwner, type Broker, colleague, type Home, home, newBroker, newEmail, roleId } from '../support/people';
import { tableKinds } from './tables';
import { allVerbs, call, sample, strangersIds } from './verbs';

async function idsOf(house: Home, tenantId: string) {
  const ids: Record<IdKind, string> = strangersIds(randomUUID);
  for (const [kind, table] of Object.entries(tableKinds) as [IdKind, string][]) {
    const [row] = await asOwner<{ id: string }>(
      house,
      `select id from ${table} where tenant_id = $1 order by id limit 1`,
      [tenantId],
    );
    if (!row) throw new Error(`the other company has no ${table}`);
    ids[kind] = idFromUuid(kind, row.id);
  }
  return ids;
}

/** One hash over every row of a company, its log of refusals left out: that one is ours to write. */
async function fingerprint(house: Home, tenantId: string): Promise<string> {
  const tables = await asOwner<{ name: string }>(
    house,
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('security_event', 'idempotency') order by 1`,
  );
  const hashes = tables.map(
    ({ name }) =>
      `(select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) from "${name}" r where tenant_id = '${tenantId}')`,
  );
  const [row] = await asOwner<{ all: string }>(
    house,
    `select md5(array_to_string(array[${hashes.join(', ')}], '')) as all`,
  );
  return row?.all ?? '';
}

/** Keeps what the person says he took, as words; it looks nothing up. */
const writesDownWords = new Set(['disclosures.export.open']);

describe('verb x foreign tenant', () => {
  let house: Home;
  let other: Broker;
  let almighty: Ctx;
  let theirs: Record<IdKind, string>;
  beforeAll(async () => {
    house = await home();
    other = await newBroker(house);
    await createTeam(other.admin, { name: 'Theirs', desk: 'Theirs' });
    await createApiKey(other.admin, { name: 'theirs', scopes: ['read:tenancy.*'] });
    await saveView(other.admin, { table: 'work.items', name: 'Theirs', isTeam: true, state: {} });
    await createConnection(other.admin, { port: 'psp', vendor: 'stripe', name: 'Theirs' });
    const roles = [{ roleId: await roleId(other.admin, 'support'), rowScope: 'all' as const }];
    await inviteStaff(other.admin, { email: newEmail('theirs'), name: 'Their guest', roles });
    theirs = await idsOf(house, other.tenantId);
    const mine = await newBroker(house);
    const { ctx } = await colleague(house, mine, 'support');
    // Every right there is: what stops this person is the tenant and nothing else.
    await asOwner(house, `update role set grants = array['*'] where tenant_id = $1 and key = 'support'`, [
      mine.tenantId,
    ]);
    almighty = ctx;
  });

  it('an id of another company is an id of nothing, for every verb, and their rows stay as they are', async () => {
    const before = await fingerprint(house, other.tenantId);
    const wrong: string[] = [];
    let tried = 0;
    for (const verb of allVerbs()) {
      const { spec } = verb;
      if (!spec.actors.includes('staff')) continue;
      if (writesDownWords.has(spec.name)) continue;
      const { value, ids } = sample(spec.input, theirs);
      if (ids === 0 || !spec.input.safeParse(value).success) continue;
      tried += 1;
      const answer = await call(verb, almighty, value).then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
      if ('error' in answer) {
        if (!isRefusal(answer.error)) wrong.push(`${spec.name} broke: ${String(answer.error).slice(0, 160)}`);
        continue;
      }
      const text = JSON.stringify(answer.result, (_key, one) => (typeof one === 'bigint' ? `${one}` : one)) ?? '';
      if (verb.kind === 'command') wrong.push(`${spec.name} did something: ${text.slice(0, 120)}`);
      else if (Object.values(theirs).some((id) => text.includes(id)))
        wrong.push(`${spec.name} showed: ${text.slice(0, 120)}`);
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(25);
    expect(await fingerprint(house, other.tenantId)).toBe(before);
  });

  it('their session and their key are nobody here', async () => {
    const { credential } = other.admin;
    const here = { ...almighty, credential };
    const verb = allVerbs().find(({ spec }) => spec.name === 'tenancy.brand.list');
    if (!verb) throw new Error('the verb is there');
    await expect(call(verb, here, {})).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect(Object.keys(idPrefixes).length).toBeGreaterThan(Object.keys(tableKinds).length);
  });
});
