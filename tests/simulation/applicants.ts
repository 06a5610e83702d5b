import { sampleFile } from '@/server/emulators/kyc/sumsub/pages';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { uploadDocument } from '@/server/modules/documents';
import { attachDocument, saveStep, startApplication, submitApplication } from '@/server/modules/onboarding';
import { answers } from '../modules/onboarding/applicants';
import type { Client } from './actions';
import type { World } from './world';

const paperKinds = ['passport', 'proof_of_address'] as const;
const words = ['GREEN', 'GREEN', 'GREEN', 'BLURRY'] as const;

type Application = { readonly id: string; readonly state: string; readonly applicant: string | null };

export async function applicationOf(world: World, client: Id<'client'>): Promise<Application | null> {
  const [row] = await world.rows<Application>(
    `select id, state, applicant_id as applicant from application where tenant_id = $1 and client_id = $2 and state <> 'superseded'
     order by id desc limit 1`,
    [uuidFromId('client', client)],
  );
  return row ?? null;
}

/** What is still missing of an application; a page that died half way is opened again and gone on with. */
export async function apply(world: World, client: Client): Promise<void> {
  const { ctx, id: clientId, lastName } = client;
  const before = await applicationOf(world, clientId);
  if (before && before.state !== 'draft' && before.state !== 'needs_more') return;
  const application = await startApplication(ctx, {});
  if (application.state === 'draft')
    for (const [step, given] of Object.entries(answers({ identity: { firstName: 'Marit', lastName } })))
      await saveStep(ctx, { id: application.id, step, answers: given });
  const word = world.chance.pick(words);
  for (const kind of paperKinds) {
    const salt = String(world.chance.between(0, 2 ** 30));
    const bytes = sampleFile(kind === 'passport' ? word : 'GREEN', salt);
    const file = await uploadDocument(ctx, { clientId, kind, country: 'CY', fileName: `${kind}.pdf`, bytes });
    await attachDocument(ctx, { id: application.id, documentId: file.id });
  }
  await submitApplication(ctx, { id: application.id });
}

const blurry = { reviewAnswer: 'RED', reviewRejectType: 'RETRY', rejectLabels: ['UNSATISFACTORY_PHOTOS'] } as const;
const forged = { reviewAnswer: 'RED', reviewRejectType: 'FINAL', rejectLabels: ['FORGERY'] } as const;

/** The provider thinks again: GREEN becomes RED, mostly with another chance. False when it has not said GREEN of him. */
export async function thinkAgain(world: World, client: Client): Promise<boolean> {
  const { sumsub, provider } = world.vendors;
  const known = await applicationOf(world, client.id);
  if (known?.state !== 'approved' || !known.applicant) return false;
  await world.advance(1_000);
  sumsub.decide(provider.id, known.applicant, world.chance.roll(0.9) ? blurry : forged);
  world.chance.note('GREEN then RED');
  return true;
}

const stateFor: Record<string, readonly string[]> = {
  GREEN: ['approved'],
  FINAL: ['rejected'],
  RETRY: ['needs_more', 'draft'],
};

/** The provider's last word is ours, and it knows nobody twice. */
export async function verificationBreaks(world: World): Promise<string[]> {
  const { sumsub, provider } = world.vendors;
  const rows = await world.rows<
    Application & { client: string; verification: string; tier: string; problem: string | null }
  >(
    `select a.id, a.state, a.applicant_id as applicant, a.provider_problem as problem, c.id as client, c.verification, c.tier from application a
       join client c on c.tenant_id = a.tenant_id and c.id = a.client_id where a.tenant_id = $1 and a.state <> 'superseded'`,
  );
  const held = sumsub.applicants(provider.id);
  const wrong = rows
    .filter(({ state }) => state === 'submitted' || state === 'checking')
    .map(
      ({ id, state, applicant, problem }) =>
        `application ${id} is ${state} and waits for nobody (${problem ?? 'no problem'}; the provider says ${
          held.find((known) => known.id === applicant)?.reviewStatus ?? 'nothing'
        })`,
    );
  for (const row of rows) {
    const name = idFromUuid('client', row.client);
    if ((row.verification === 'approved') !== (row.state === 'approved'))
      wrong.push(`client ${name} is ${row.verification}, his application ${row.state}`);
    if (row.verification !== 'approved' && row.tier === 'T2')
      wrong.push(`client ${name} is ${row.verification} and has tier ${row.tier}`);
    const known = held.find(({ id }) => id === row.applicant);
    if (!row.applicant || known?.reviewStatus !== 'completed') continue;
    const said = known.reviewResult?.reviewRejectType ?? known.reviewResult?.reviewAnswer ?? 'nothing';
    if (!stateFor[said]?.includes(row.state))
      wrong.push(`the provider says ${said} of client ${name}, his application is ${row.state}`);
  }
  const references = held.map(({ externalUserId }) => externalUserId);
  if (new Set(references).size < references.length) wrong.push('the provider knows somebody twice');
  return wrong;
}
