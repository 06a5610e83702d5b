import { canonicalHash } from '@/server/kernel/canonical';
import type { Id } from '@/server/kernel/ids';
import type { LocalDate } from '@/server/kernel/time';
import type { Read, Uow } from '@/server/kernel/uow';
import { seal } from '@/server/kernel/vault';
import { raiseWork } from '@/server/kernel/work';
import { listsReady, type ReadyLists } from './list-index';
import { type HitRow, hitsOfPerson, insertHits, insertScreening, lastScreening, updateHit } from './repository/hits';
import { type Hit, MATCHER_VERSION, REVIEW_SCORE, type Subject, screen } from './screen';

export type ScreenedPerson = {
  readonly personId: Id<'person'>;
  readonly clientId: Id<'client'>;
  /** All spellings known. */
  readonly names: readonly string[];
  readonly bornOn: LocalDate | null;
  /** ISO alpha-2 of nationality and residence. */
  readonly countries: readonly string[];
  readonly documents?: readonly string[];
  readonly trigger: 'application' | 'rescreen' | 'manual';
};

/** How the person stands, decisions of people included. `not_screened`: no list is loaded, so nobody can be cleared. */
export type ScreeningStanding = {
  readonly result: 'not_screened' | 'clear' | 'possible_hit' | 'true_hit';
  readonly openHits: number;
  /** Open and so close that it is probably he. */
  readonly openTopHits: number;
  readonly trueHits: number;
  readonly newHits: number;
};

export const bandOf = (score: number): 'top' | 'strong' | 'possible' =>
  score >= 0.95 ? 'top' : score >= 0.85 ? 'strong' : 'possible';

export const subjectKey = (person: Id<'person'>): string => `person:${person}`;
const bps = (score: number): number => Math.round(score * 10_000);

function standingOf(
  hits: readonly Pick<HitRow, 'state' | 'band'>[],
  screened: boolean,
  newHits = 0,
): ScreeningStanding {
  const open = hits.filter(({ state }) => state === 'open');
  const trueHits = hits.filter(({ state }) => state === 'true_match').length;
  return {
    result: trueHits > 0 ? 'true_hit' : open.length > 0 ? 'possible_hit' : screened ? 'clear' : 'not_screened',
    openHits: open.length,
    openTopHits: open.filter(({ band }) => band === 'top').length,
    trueHits,
    newHits,
  };
}

export async function screeningStanding(read: Read, personId: Id<'person'>): Promise<ScreeningStanding> {
  const [hits, last] = await Promise.all([hitsOfPerson(read, personId), lastScreening(read, personId)]);
  return standingOf(hits, last !== null && last.result !== 'no_lists');
}

/** Screens one person against the lists in force and keeps what was looked for, by which rules, and what was found. */
export async function screenPerson(uow: Uow, input: ScreenedPerson): Promise<ScreeningStanding> {
  const lists = await listsReady(uow);
  const subject: Subject = {
    kind: 'person',
    names: input.names,
    born: input.bornOn,
    countries: input.countries,
    documents: input.documents ?? [],
  };
  const found = lists ? screen(lists.index, subject) : [];
  const before = await hitsOfPerson(uow, input.personId);
  const id = uow.id('screening');
  const place = { table: 'screening', column: 'subject', row: id };
  const asked = { names: input.names, bornOn: input.bornOn, countries: input.countries };
  const changes = lists ? await compare(uow, input, id, lists, found, before) : { fresh: [], reopened: [] };
  const newHits = changes.fresh.length + changes.reopened.length;
  const result = lists ? (found.length > 0 ? 'hits' : 'clear') : 'no_lists';
  await insertScreening(uow, {
    id,
    personId: input.personId,
    clientId: input.clientId,
    trigger: input.trigger,
    subject: await seal(uow, subjectKey(input.personId), place, JSON.stringify(asked)),
    subjectHash: await canonicalHash(asked),
    lists: lists?.lists ?? {},
    listsKey: lists?.key ?? '',
    matcher: MATCHER_VERSION,
    minScoreBps: bps(REVIEW_SCORE),
    result,
    hits: found.length,
    newHits,
    at: uow.now,
  });
  await insertHits(uow, changes.fresh);
  uow.audit({
    action: 'screening.person.screened',
    object: { type: 'screening', id },
    client: input.clientId,
    facts: {
      trigger: input.trigger,
      lists: lists?.lists ?? {},
      matcher: MATCHER_VERSION,
      result,
      hits: found.length,
      newHits,
    },
    restrictedTo: 'compliance',
  });
  const reopened = new Set(changes.reopened);
  const after = before.map((hit) => (reopened.has(hit.id) ? { ...hit, state: 'open' } : hit));
  const standing = standingOf([...after, ...changes.fresh], lists !== null, newHits);
  if (newHits > 0) await tell(uow, input.clientId, standing);
  return standing;
}

/** Also from the screening of the client's second day: one item per client, whatever the number of hits. */
async function tell(uow: Uow, clientId: Id<'client'>, standing: ScreeningStanding): Promise<void> {
  await raiseWork(uow, {
    kind: 'screening_hits',
    object: { type: 'client', id: clientId },
    title: `${standing.openHits} possible list ${standing.openHits === 1 ? 'match' : 'matches'}`,
    team: 'compliance',
    client: clientId,
    priority: standing.openTopHits > 0 ? 0 : 1,
    restrictedTo: 'compliance',
  });
  uow.emit({ name: 'screening/hits.found', data: { clientId } });
}

type Changes = { fresh: Parameters<typeof insertHits>[1]; reopened: Id<'screeningHit'>[] };

async function compare(
  uow: Uow,
  who: ScreenedPerson,
  screeningId: Id<'screening'>,
  lists: ReadyLists,
  found: readonly Hit[],
  before: readonly HitRow[],
): Promise<Changes> {
  const known = new Map(before.map((hit) => [hit.entryId, hit]));
  const entries = new Map(lists.index.entries.map((entry) => [entry.id, entry]));
  const changes: Changes = { fresh: [], reopened: [] };
  for (const hit of found) {
    const entry = entries.get(hit.entryId);
    if (!entry) continue;
    const entryHash = lists.hashes.get(entry.id) ?? '';
    const prior = known.get(entry.id);
    const id = prior?.id ?? uow.id('screeningHit');
    // Settled, and the listed person is as he was: nothing to look at again.
    if (prior && prior.state !== 'open' && prior.entryHash === entryHash) continue;
    const place = { table: 'screening_hit', column: 'explanation', row: id };
    const seen = {
      entryHash,
      entry,
      listedName: entry.names[0]?.text ?? hit.explanation.listedName.text,
      scoreBps: bps(hit.score),
      band: bandOf(hit.score),
      explanation: await seal(uow, subjectKey(who.personId), place, JSON.stringify(hit.explanation)),
      lastSeenAt: uow.now,
    };
    if (!prior) {
      const { personId, clientId } = who;
      const { source, id: entryId } = entry;
      changes.fresh.push({
        id,
        personId,
        clientId,
        screeningId,
        source,
        entryId,
        ...seen,
        state: 'open',
        openedAt: uow.now,
      });
    } else if (prior.state === 'false_positive') {
      await reopen(uow, prior, who.clientId);
      await updateHit(uow, id, { ...seen, state: 'open', openedAt: uow.now, decidedAt: null, decidedBy: null });
      changes.reopened.push(id);
    } else await updateHit(uow, id, seen);
  }
  return changes;
}

async function reopen(uow: Uow, hit: HitRow, client: Id<'client'>): Promise<void> {
  uow.audit({
    action: 'screening.hit.reopened',
    object: { type: 'screeningHit', id: hit.id },
    client,
    changes: { state: [hit.state, 'open'] },
    reason: 'the listed entry has changed',
    restrictedTo: 'compliance',
  });
}
