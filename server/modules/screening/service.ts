import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import { query } from '@/server/kernel/verb';
import {
  HitDetail,
  HitExplanation,
  HitPage,
  HitView,
  ListedEntry,
  ListHits,
  ListState,
  ScreeningRecord,
} from './contract';
import { listsKeyInForce } from './list-index';
import { dueForRescreen, type ListedHit, oneHit, pageOfHits, screeningsOfPerson } from './repository/hits';
import { allLists } from './repository/lists';
import { MATCHER_VERSION } from './screen';

const view = ({ hit, clientName, clientNumber }: ListedHit): HitView =>
  HitView.parse({
    ...hit,
    clientName,
    clientNumber,
    score: hit.scoreBps / 100,
    decidedBy: (hit.decidedBy as { name?: string } | null)?.name ?? null, // written by actorRecord
  });

/** That somebody is being compared with a list is itself a secret, of compliance alone. */
const isInside = (read: Read): boolean =>
  read.actor.kind === 'job' || (!read.actor.impersonator && holds(read.actor, 'sensitive.restricted_reason'));

/** First-line reviewers compare names as well; whoever holds neither grant sees no hit. */
function requireInside(read: Read): void {
  if (!isInside(read) && !holds(read.actor, 'screening.hit.review'))
    throw new Refusal('forbidden', 'restricted_group_only');
}

export const listHits = query({
  name: 'screening.hit.list',
  actors: ['staff'],
  input: ListHits,
  output: HitPage,
  run: async (read, { clientId, states, band, ...page }) => {
    requireInside(read);
    const filter = { clientId: clientId ?? null, states: states ?? null, band: band ?? null };
    const result = await pageOfHits(read, 'screening.hit.list', page, filter);
    return { ...result, rows: result.rows.map(view) };
  },
});

export const readHit = query({
  name: 'screening.hit.read',
  actors: ['staff'],
  input: z.object({ id: idSchema('screeningHit') }),
  output: HitDetail,
  run: async (read, { id }) => {
    requireInside(read);
    const row = found(await oneHit(read, id), 'screening_hit_not_found');
    await requireReach(read, 'screening.hit.read', row.hit.clientId);
    const place = { table: 'screening_hit', column: 'explanation', row: id };
    const text = await openText(read, place, row.hit.explanation);
    return {
      ...view(row),
      entry: ListedEntry.parse(row.hit.entry),
      explanation: text === null ? null : HitExplanation.parse(JSON.parse(text)),
    };
  },
});

export const listScreenings = query({
  name: 'screening.person.history',
  actors: ['staff'],
  input: z.object({ personId: idSchema('person') }),
  output: z.array(ScreeningRecord),
  run: async (read, { personId }) => {
    const rows = await screeningsOfPerson(read, personId, 50);
    if (rows[0]) await requireReach(read, 'screening.person.history', rows[0].clientId);
    const inside = isInside(read);
    return rows.map((row) => ScreeningRecord.parse({ ...row, hits: inside ? row.hits : null }));
  },
});

/** Which lists people are screened against, how old they are, and which update waits for somebody to look. */
export const listLists = query({
  name: 'screening.list.list',
  actors: ['staff', 'job'],
  input: z.object({}),
  output: z.array(ListState),
  run: async (read) => (await allLists(read)).map((row) => ListState.parse(row)),
});

const dayMs = 86_400_000;

/** Clients whose person a new list, or a day that has passed, calls for. */
export const rescreenDue = query({
  name: 'screening.person.due',
  actors: ['job'],
  input: z.object({ max: z.number().int().min(1).max(1_000).default(200) }),
  output: z.array(idSchema('client')),
  run: async (read, { max }) => {
    const key = await listsKeyInForce(read);
    if (key === '') return [];
    return dueForRescreen(read, { listsKey: key, matcher: MATCHER_VERSION }, new Date(read.now.getTime() - dayMs), max);
  },
});
