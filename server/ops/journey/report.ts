import { z } from 'zod';
import type { Person } from './cast';
import type { Product } from './product';
import { auditIsWhole } from './proofs';
import type { Ending, Stage, StoryFailed } from './story';
import { stuckClients } from './stuck';
import { clientMoneyBreaks, exposureMismatches, trialBalance, vendorsDiffer } from './sums';
import { incompleteTrails } from './trails';

/** What went wrong, and with whom: the client's number where it is a client's, else the house's. */
export type Finding = { readonly who: string; readonly step: string; readonly what: string };

const Source = z.object({
  source: z.string().nullable(),
  registered: z.number(),
  verified: z.number(),
  funded: z.number(),
  trading: z.number(),
});
export type Funnel = Record<string, Omit<z.output<typeof Source>, 'source'>>;

export type Report = {
  readonly clients: number;
  readonly fates: Record<string, number>;
  readonly funnel: Funnel;
  readonly trialBalance: Record<string, string>;
  readonly breaks: number;
  readonly exposureMismatch: number;
  readonly trailsIncomplete: number;
  readonly withdrawals: number;
  readonly auditVerified: boolean;
  readonly stuck: number;
  readonly failures: readonly Finding[];
};

export async function reportOn(
  stage: Stage,
  product: Product,
  people: readonly Person[],
  endings: readonly Ending[],
  failed: readonly StoryFailed[],
): Promise<Report> {
  const { say } = stage;
  say('· looking at what is left: funnel, books, platforms, trails, seals');
  const funnel = await funnelOf(stage, endings, failed.length === 0);
  const trial = await trialBalance(stage);
  const breaks = await clientMoneyBreaks(stage, endings);
  const exposure = await exposureMismatches(stage);
  const vendors = await vendorsDiffer(stage);
  const trails = await incompleteTrails(stage);
  const stuck = await stuckClients(stage, endings);
  const audit = await auditIsWhole(stage, product);
  const lives = failed.map(({ person, step, message }) => ({ who: `client ${person.n}`, step, what: message }));
  return {
    clients: people.length,
    fates: countBy(people.map(({ fate }) => fate)),
    funnel: funnel.funnel,
    trialBalance: trial.totals,
    breaks: breaks.length,
    exposureMismatch: exposure.length,
    trailsIncomplete: trails.incomplete.length,
    withdrawals: trails.withdrawals,
    auditVerified: audit.length === 0,
    stuck: stuck.length,
    failures: [
      ...lives,
      ...funnel.findings,
      ...trial.findings,
      ...breaks,
      ...exposure,
      ...vendors,
      ...trails.incomplete,
      ...stuck,
      ...audit,
    ],
  };
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Every source brought exactly those whom the story sent through it, as far as the story let them come. */
async function funnelOf(
  stage: Stage,
  endings: readonly Ending[],
  isComplete: boolean,
): Promise<{ funnel: Funnel; findings: Finding[] }> {
  const rows = await stage.roster.administrator.query('clients.funnelBySource', {}, z.array(Source));
  const funnel: Funnel = {};
  for (const { source, ...counts } of rows) funnel[source ?? 'unknown'] = counts;
  if (!isComplete) return { funnel, findings: [] };
  const findings: Finding[] = [];
  for (const source of new Set([...Object.keys(funnel), ...endings.map(({ client }) => client.person.source)])) {
    const ours = endings.filter(({ client }) => client.person.source === source);
    const wanted = {
      registered: ours.length,
      verified: ours.filter((one) => one.wasVerified).length,
      funded: ours.filter((one) => one.wasFunded).length,
      trading: ours.filter((one) => one.hasTraded).length,
    };
    const seen = funnel[source];
    if (JSON.stringify(seen) !== JSON.stringify(wanted))
      findings.push({
        who: `source ${source}`,
        step: 'funnel',
        what: `the desk shows ${JSON.stringify(seen)}, the story made ${JSON.stringify(wanted)}`,
      });
  }
  return { funnel, findings };
}
