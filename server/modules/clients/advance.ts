import { found } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import type { Id } from '@/server/kernel/ids';
import { can, next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { type Facet, type FacetEvent, type Facets, facets, stageOf } from './journey';
import { type ClientRow, findClient, insertJourneyChange, updateClient } from './repository/clients';
import { facetsOf } from './standing';

export type AdvanceOptions = {
  /** Readers outside this group see that something moved, not why. */
  readonly restrictedTo?: 'compliance' | 'legal';
  /** With an approval: when identity must be proven again. */
  readonly renewsAt?: Date;
};

type Table = Parameters<typeof next<string, string>>[0];

const milestoneOf: Partial<
  Record<Facet, Partial<Record<string, 'appliedAt' | 'approvedAt' | 'fundedAt' | 'liveAt' | 'closedAt'>>>
> = {
  verification: { applying: 'appliedAt', approved: 'approvedAt' },
  funding: { funded: 'fundedAt' },
  trading: { live: 'liveAt' },
  relationship: { closed: 'closedAt' },
};

/**
 * The one writer of the four facets: checks the table, keeps the history, derives the stage. An event that leaves the state as
 * it is (a second deposit) is no change. Locks the client's row, so events of one client are in order.
 */
export async function advance<F extends Facet>(
  uow: Uow,
  id: Id<'client'>,
  facet: F,
  event: FacetEvent<F>,
  why: string,
  options: AdvanceOptions = {},
): Promise<Facets> {
  const row = found(await findClient(uow, id, { lock: true }), 'client_not_found');
  const after = await move(uow, row, facet, event, why, options);
  const becomesClient =
    after.relationship === 'prospect' && (after.verification === 'approved' || after.funding === 'funded');
  if (!becomesClient) return after;
  return move(uow, { ...row, ...after }, 'relationship', 'accept', why, options);
}

/** For reports that may come late or twice: moves when the table allows it now, and says whether it could. */
export async function advanceIfPossible<F extends Facet>(
  uow: Uow,
  id: Id<'client'>,
  facet: F,
  event: FacetEvent<F>,
  why: string,
  options: AdvanceOptions = {},
): Promise<boolean> {
  const row = found(await findClient(uow, id, { lock: true }), 'client_not_found');
  if (!can<string, string>(facets[facet] as Table, facetsOf(row)[facet], event)) return false;
  await advance(uow, id, facet, event, why, options);
  return true;
}

async function move(
  uow: Uow,
  row: ClientRow,
  facet: Facet,
  event: string,
  why: string,
  { restrictedTo, renewsAt }: AdvanceOptions,
): Promise<Facets> {
  const before = facetsOf(row);
  const from = before[facet];
  const to = next<string, string>(facets[facet] as Table, from, event);
  const after = { ...before, [facet]: to } as Facets; // `to` is a state of this facet's table
  const renews = facet === 'verification' && renewsAt ? { renewsAt } : {};
  if (to === from) {
    if ('renewsAt' in renews) await updateClient(uow, row.id, renews);
    return after;
  }
  const milestone = milestoneOf[facet]?.[to];
  const reached = milestone && row[milestone] === null ? { [milestone]: uow.now } : {};
  const stage = stageOf(after);
  await updateClient(uow, row.id, { [facet]: to, stage, ...reached, ...renews });
  await insertJourneyChange(uow, {
    id: uow.id('journeyChange'),
    clientId: row.id,
    facet,
    event,
    fromState: from,
    toState: to,
    reason: why,
    restrictedTo: restrictedTo ?? null,
    verb: uow.verb,
    actor: actorRecord(uow.actor),
    at: uow.now,
  });
  uow.audit({
    action: `clients.${facet}.${event}`,
    object: { type: 'client', id: row.id },
    client: row.id,
    changes: { [facet]: [from, to], ...(stage === row.stage ? {} : { stage: [row.stage, stage] }) },
    reason: why,
    ...(restrictedTo ? { restrictedTo } : {}),
  });
  uow.emit({ name: 'clients/journey.advanced', data: { clientId: row.id, facet, to } });
  if (facet === 'verification' || facet === 'relationship')
    uow.emit({ name: 'clients/capabilities.changed', data: { clientId: row.id } });
  return after;
}
