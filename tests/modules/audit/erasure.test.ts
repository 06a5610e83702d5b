import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectPlatform } from '@/db/platform-client';
import { systemClock } from '@/server/kernel/clock';
import { destroySubject } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { listAudit, logSigner, sealTenant, verifyLog } from '@/server/modules/audit';
import { changeEmail, readClient, subjectOf } from '@/server/modules/clients';
import { addBankAccount } from '@/server/modules/payments';
import { entriesAtRest } from '../../support/audit-log';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { asOwner } from '../../support/owner';
import { type Payer, payerIn } from '../../support/payer';

const erase = command({
  name: 'test.person.erase',
  actors: ['job'],
  input: z.object({ subject: z.string() }),
  output: z.object({}),
  run: async (uow, { subject }) => {
    await destroySubject(uow, subject);
    uow.audit({ object: { type: 'person', id: subject } });
    return {};
  },
});

/** Every subject whose key seals something in this client's log. */
const subjectsIn = (changes: unknown): string[] =>
  [...JSON.stringify(changes).matchAll(/v1\.([\w-]+)\./g)].map(([, subject = '']) =>
    Buffer.from(subject, 'base64url').toString(),
  );

describe('erasing a person', () => {
  let house: Brokerage;
  let payer: Payer;
  beforeAll(async () => {
    house = await testBrokerage();
    payer = await payerIn(house, 'Halina');
    await addBankAccount(payer.ctx, { holderName: 'Halina Oosterveld', country: 'NL', iban: 'NL91ABNA0417164300' });
    await changeEmail(house.administrator, {
      clientId: payer.id,
      email: 'halina.new@clients.example',
      reason: 'she asked',
    });
  });

  const personalChanges = async () => {
    const { rows } = await listAudit(house.administrator, { clientId: payer.id, limit: 100 });
    return rows.flatMap((row) => row.changes).filter((change) => JSON.stringify(change).match(/Halina|halina|NL91/));
  };

  it('one key seals all that is personal about him, and with it all of it is gone while the log still verifies', async () => {
    const { personId } = await readClient(house.job, { id: payer.id });
    const entries = await asOwner(house.tenant, (query) =>
      query('select action, changes from audit_entry where tenant_id = $1 and changes::text like $2', [
        house.tenant.id,
        '%"sealed"%',
      ]),
    );
    const sealedFor = entries.rows.map(({ action, changes }) => [action, ...new Set(subjectsIn(changes))]);
    expect(sealedFor.length).toBeGreaterThanOrEqual(3);
    expect(sealedFor.map(([action]) => action)).toContain('identity.user.created');
    for (const [action, ...subjects] of sealedFor) expect([action, ...subjects]).toEqual([action, subjectOf(personId)]);
    expect((await personalChanges()).length).toBeGreaterThan(0);

    const platform = await connectPlatform(house.tenant.platformUrl);
    const signer = await logSigner(house.job.keys, house.tenant.id);
    const seal = async () => {
      await entriesAtRest(house.tenant);
      return platform.asTenant(house.tenant.id, ({ db }) => sealTenant(db, house.tenant.id, signer, systemClock.now()));
    };
    try {
      await seal();
      await erase(house.job, { subject: subjectOf(personId) });
      await seal();
      expect(await personalChanges()).toEqual([]);
      const verdict = await platform.asTenant(house.tenant.id, ({ db }) =>
        verifyLog(db, signer.verifier, systemClock.now()),
      );
      expect(verdict).toMatchObject({ ok: true, fault: null });
    } finally {
      await platform.end();
    }
  });

  it('the log names him by his id alone, and the desk by what he is called now', async () => {
    const { rows } = await listAudit(house.administrator, { clientId: payer.id, limit: 100 });
    const own = rows.filter(({ actor }) => actor.clientId === payer.id);
    expect(own.length).toBeGreaterThan(0);
    for (const { actor } of own) expect(actor).toMatchObject({ kind: 'client', name: 'Halina Oosterveld' });
    const clear = await asOwner(house.tenant, (query) =>
      query(
        `select action, actor, facts, reason from audit_entry e
         where tenant_id = $1 and (e::text ~ $2 or (actor ? 'clientId' and actor ? 'name'))`,
        [house.tenant.id, 'Halina|Oosterveld|halina'],
      ),
    );
    expect(clear.rows).toEqual([]);
  });

  it('whoever is written about afterwards gets a new key, and nothing old opens with it', async () => {
    await changeEmail(house.administrator, { clientId: payer.id, email: 'later@clients.example', reason: 'came back' });
    const readable = JSON.stringify(await personalChanges());
    expect(readable).toContain('later@clients.example');
    expect(readable).not.toContain('Oosterveld');
  });
});
