import { isRefusal } from '@/server/kernel/errors';
import { applyKycHint } from '@/server/modules/onboarding';
import { applyPspEvent } from '@/server/modules/payments';
import { ingestDeals } from '@/server/modules/trading';
import type { Letter } from './vendors';
import type { World } from './world';

/** A refusal is an answer; anything else thrown is a defect of ours. */
export async function tried(world: World, name: string, deed: () => Promise<unknown>): Promise<'died' | 'over'> {
  world.chance.note(name);
  try {
    const outcome = await world.byHand(name.split(' ')[0] ?? name, deed);
    return outcome === 'died' ? 'died' : 'over';
  } catch (error) {
    // Nobody here types nonsense: an invalid input would mean that the deed itself is never tried.
    if (!isRefusal(error) || (error.kind === 'invalid' && error.reason === 'input_invalid')) throw error;
    world.chance.note(`refused: ${name} ${error.reason}`);
    return 'over';
  }
}

/** Webhooks come late, twice, in any order; some never. What we died of before we had said yes is called again. */
export async function deliverLetter(world: World): Promise<void> {
  const { letters, stripe, sumsub } = world.vendors;
  await stripe.pump();
  await sumsub.pump();
  if (letters.length === 0) return;
  const at = world.chance.between(0, letters.length - 1);
  const letter = letters[at];
  if (!letter) return;
  if (!world.chance.isTwice()) letters.splice(at, 1);
  if (!world.chance.isCalm && world.chance.roll(0.1)) {
    world.chance.note('webhook lost');
    return;
  }
  if ((await open(world, letter)) === 'died' && !letters.includes(letter)) letters.push(letter);
}

async function open(world: World, { from, body, headers }: Letter): Promise<'died' | 'over'> {
  const { cards, identity } = world.vendors;
  if (from === 'sumsub') {
    const hint = await identity.parseWebhook(body, headers);
    if (!hint.verified) throw new Error(`the provider's call is not verified: ${hint.reason}`);
    const hook = world.webhook('kyc/sumsub');
    return tried(world, 'webhook kyc', () => applyKycHint(hook, world.connections.kyc, hint));
  }
  const parsed = await cards.parseWebhook(body, headers);
  if (!parsed.verified) return 'over';
  const hook = world.webhook('psp/stripe');
  for (const event of parsed.events) {
    const outcome = await tried(world, 'webhook psp', () => applyPspEvent(hook, event, world.connections.psp));
    if (outcome === 'died') return outcome;
  }
  return 'over';
}

/** The outbox relay: sends, then deletes; between the two it may die, so that events come twice. */
export async function relay(world: World): Promise<void> {
  const rows = await world.rows<{ id: string; name: string; data: Record<string, unknown> }>(
    'select id::text, name, data from outbox where tenant_id = $1 order by id limit 20',
  );
  for (const row of rows) {
    world.runner.send({ id: `outbox-${row.id}`, name: row.name, data: { ...row.data, tenantId: world.tenant.id } });
    if (world.chance.isTwice()) continue;
    await world.rows('delete from outbox where tenant_id = $1 and id = $2', [row.id]);
  }
}

export async function ingest(world: World): Promise<void> {
  let cursor: string | null = null;
  await tried(world, 'deals', async () => {
    for (let complete = false; !complete; ) {
      const batch: Awaited<ReturnType<typeof ingestDeals>> = await ingestDeals(
        world.job(),
        world.connections.platform,
        cursor,
      );
      ({ cursor, complete } = batch);
    }
  }).catch((error: unknown) => {
    // The stream's own loop takes a broken platform for what it is and looks again.
    if (!(error instanceof Error && error.name === 'PlatformFailure')) throw error;
  });
}
