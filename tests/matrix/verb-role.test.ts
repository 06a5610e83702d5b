import { beforeAll, describe, expect, it } from 'vitest';
import { covers } from '@/server/kernel/access';
import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { dutyConflicts, platformPresets, rolePresets } from '@/server/modules/access';
import { colleague, type Home, home, newBroker } from '../support/people';
import { allVerbs, call } from './verbs';

/** Works for everybody and ends the session that asks: tried by the session tests. */
const signOut = 'identity.session.sign_out';
/** Powers to decide what others asked for; no verb has these names. */
const deciding = new Set(['payments.withdrawal.approve', 'disclosures.export.approve']);

const outcome = (error: unknown) => (isRefusal(error) ? error.reason : `broken: ${String(error).slice(0, 200)}`);

/** Empty input: whoever lacks the grant must be turned away before anybody looks at it. */
async function answersOf(ctx: Ctx): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for (const verb of allVerbs().filter(({ spec }) => spec.name !== signOut))
    seen.set(verb.spec.name, await call(verb, ctx, {}).then(() => 'in', outcome));
  return seen;
}

describe('verb x role', () => {
  let house: Home;
  beforeAll(async () => {
    house = await home();
  });

  it('there are verbs to try', () => {
    expect(allVerbs().length).toBeGreaterThan(80);
  });

  it.each(rolePresets.map((preset) => preset.key))('%s may call what its grants say and nothing else', async (key) => {
    const broker = await newBroker(house);
    const endsAt = new Date(Date.now() + 3_600_000);
    const { ctx } = await colleague(house, broker, key, { endsAt });
    const preset = rolePresets.find((one) => one.key === key);
    const wrong: string[] = [];
    const seen = await answersOf(ctx);
    for (const { spec } of allVerbs()) {
      const reason = seen.get(spec.name);
      if (reason === undefined) continue;
      if (reason.startsWith('broken')) wrong.push(`${spec.name} ${reason}`);
      if (!spec.actors.includes('staff')) {
        if (reason !== 'not_for_this_kind_of_user') wrong.push(`${spec.name} let staff in: ${reason}`);
        continue;
      }
      const isGranted = spec.ownAccount || (preset?.grants ?? []).some((grant) => covers(grant, spec.name));
      if (isGranted === (reason === 'grant_missing'))
        wrong.push(`${spec.name}: granted ${isGranted}, answered ${reason}`);
    }
    expect(wrong).toEqual([]);
  });

  it('nobody is nobody: without a session only what is meant for strangers answers', async () => {
    const broker = await newBroker(house);
    const wrong: string[] = [];
    for (const [name, reason] of await answersOf(house.ctx(broker.slug))) {
      const isOpen = allVerbs()
        .find(({ spec }) => spec.name === name)
        ?.spec.actors.includes('anonymous');
      if (isOpen === (reason === 'sign_in_first') || reason.startsWith('broken')) wrong.push(`${name}: ${reason}`);
    }
    expect(wrong).toEqual([]);
  });

  it('a key of the API reaches no verb that is not meant for keys', async () => {
    for (const { spec } of allVerbs())
      if (spec.actors.includes('apiKey')) expect(spec.ownAccount && spec.name !== 'identity.me.get').toBeFalsy();
  });

  it('roles and separated duties name verbs that exist', () => {
    const names = allVerbs().map(({ spec }) => spec.name);
    const modules = new Set(names.map((name) => name.split('.')[0]));
    const isKnown = (grant: string) => {
      const inner = grant.replace(/^read:/, '');
      if (
        inner.startsWith('sensitive.') ||
        inner === '*' ||
        !modules.has(inner.split('.')[0] ?? '') ||
        deciding.has(inner)
      )
        return true;
      return names.some((name) => covers(inner, name));
    };
    const grants = [...rolePresets, ...platformPresets].flatMap((preset) => preset.grants);
    const duties = dutyConflicts.flatMap(({ one, other }) => [one, other]);
    expect([...new Set([...grants, ...duties])].filter((grant) => !isKnown(grant))).toEqual([]);
  });
});
