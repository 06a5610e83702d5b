import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { PageInput } from '@/server/kernel/page';
import { query } from '@/server/kernel/verb';
import { listAudit } from '@/server/modules/audit';
import { AuditPage } from '@/server/modules/audit/contract';
import { ClientDetail, ClientHit, ClientPage, ListClients, MyStanding, SearchClients } from './contract';
import type { Stage } from './journey';
import { holdCounts, milestonesOf, sourceCounts, stageCounts, wideClient } from './queries/clients';
import { pageOfClients } from './queries/list';
import { visibleClients } from './queries/scope';
import { bestMatches } from './queries/search';
import { ClientRecords } from './record-shapes';
import { findStanding } from './repository/clients';
import {
  acceptancesOf,
  consentsOf,
  devicesOf,
  mergesOf,
  openDuplicatesOf,
  referencesOfClient,
  touchesOf,
} from './repository/records';
import { requireVisible, standingOf } from './standing';
import { capabilitiesView, holdView, milestoneView, ownerNames, recordsView, toRow } from './view';

export const listClients = query({
  name: 'clients.client.list',
  actors: ['staff', 'apiKey', 'job'],
  input: ListClients,
  output: ClientPage,
  run: async (read, input) => {
    const page = await pageOfClients(read, input, 'clients.client.list');
    const [counts, owners] = await Promise.all([
      holdCounts(
        read,
        page.rows.map((row) => row.client.id),
      ),
      ownerNames(
        read,
        page.rows.map((row) => row.client.ownerId),
      ),
    ]);
    return {
      ...page,
      rows: page.rows.map((row) =>
        toRow(row, owners.get(row.client.ownerId ?? '') ?? null, counts.get(row.client.id) ?? 0),
      ),
    };
  },
});

/** The search box: the few that are most likely meant. Lists with the same words show all of them. */
export const searchClients = query({
  name: 'clients.client.search',
  actors: ['staff', 'apiKey', 'job'],
  input: SearchClients,
  output: z.array(ClientHit),
  run: async (read, { typed, limit }) =>
    (await bestMatches(read, 'clients.client.search', typed, limit)).map(({ registeredAt: _at, ...row }) => ({
      ...row,
      stage: row.stage as Stage, // written by advance
    })),
});

const OneClient = z.object({ id: idSchema('client') });

export const readClient = query({
  name: 'clients.client.read',
  actors: ['staff', 'apiKey', 'job'],
  input: OneClient,
  output: ClientDetail,
  run: async (read, { id }) => {
    const wide = found(await wideClient(read, id, visibleClients(read, 'clients.client.read')), 'client_not_found');
    const { client, person, entity } = wide;
    const [known, milestones, owners, duplicates] = await Promise.all([
      findStanding(read, id),
      milestonesOf(read, id),
      ownerNames(read, [client.ownerId]),
      openDuplicatesOf(read, client.personId),
    ]);
    const standing = await standingOf(read, found(known, 'client_not_found'));
    return {
      ...toRow(
        { client, entity: entity.shortName, brand: wide.brand.name },
        owners.get(client.ownerId ?? '') ?? null,
        standing.holds.length,
      ),
      personId: client.personId,
      entityId: client.entityId,
      brandId: client.brandId,
      phone: client.phone,
      bornOn: person.bornOn,
      nationality: person.nationality,
      address: [person.addressLine, person.postcode, person.city, person.country].filter(Boolean).join(', ') || null,
      language: client.language,
      timeZone: client.timeZone,
      entityTimeZone: entity.timeZone,
      baseCurrency: entity.baseCurrency,
      jurisdiction: entity.jurisdiction,
      introducer: client.introducerCode,
      ownerId: client.ownerId,
      teamId: client.teamId,
      tags: client.tags,
      tierByPolicy: client.tierByPolicy,
      tierOverrideReason: client.tierOverrideReason,
      facets: standing.facets,
      capabilities: capabilitiesView(standing.capabilities),
      activeHolds: standing.holds.map(holdView),
      milestones: milestones.map(milestoneView),
      approvedAt: client.approvedAt,
      fundedAt: client.fundedAt,
      liveAt: client.liveAt,
      renewsAt: client.renewsAt,
      lastContactAt: client.lastContactAt,
      closeSuspendedUntil: client.closeSuspendedUntil,
      possibleDuplicates: duplicates.length,
    };
  },
});

/** What cannot be asked again: where he came from, what he agreed to, which devices he used. */
export const readClientRecords = query({
  name: 'clients.client.records',
  actors: ['staff', 'job'],
  input: OneClient,
  output: ClientRecords,
  run: async (read, { id }) => {
    await requireVisible(read, id, 'clients.client.records');
    const { client } = found(await wideClient(read, id), 'client_not_found');
    const [touches, consents, acceptances, devices, references, duplicates, merges] = await Promise.all([
      touchesOf(read, id),
      consentsOf(read, id),
      acceptancesOf(read, id),
      devicesOf(read, id),
      referencesOfClient(read, id),
      openDuplicatesOf(read, client.personId),
      mergesOf(read, client.personId),
    ]);
    return recordsView(client.personId, { touches, consents, acceptances, devices, references, duplicates, merges });
  },
});

/** Everything that was done to or about a client, newest first, as this reader may see it. */
export const clientTimeline = query({
  name: 'clients.client.timeline',
  actors: ['staff'],
  input: PageInput.extend({ clientId: idSchema('client'), technical: z.boolean().default(false) }),
  output: AuditPage,
  run: async (read, input) => {
    await requireVisible(read, input.clientId, 'clients.client.timeline');
    return listAudit.spec.run(read, input);
  },
});

export const myStanding = query({
  name: 'clients.me.read',
  actors: ['client'],
  input: z.object({}),
  output: MyStanding,
  run: async (read) => {
    const id = found(read.actor.clientId, 'client_not_found');
    const [wide, known] = await Promise.all([wideClient(read, id), findStanding(read, id)]);
    const { client, entity, brand } = found(wide, 'client_not_found');
    const standing = await standingOf(read, found(known, 'client_not_found'));
    return {
      id,
      number: client.number,
      name: client.displayName,
      stage: client.stage as Stage, // written by advance
      facets: standing.facets,
      capabilities: capabilitiesView(standing.capabilities),
      baseCurrency: entity.baseCurrency,
      entity: entity.name,
      entityTimeZone: entity.timeZone,
      brand: brand.name,
      brandSlug: brand.slug,
      email: client.email,
      phone: client.phone,
      language: client.language,
      country: client.country,
    };
  },
});

export const clientFunnel = query({
  name: 'clients.client.funnel',
  actors: ['staff'],
  input: z.object({}),
  output: z.array(z.object({ stage: z.string(), clients: z.number().int(), lastWeek: z.number().int() })),
  run: async (read) =>
    (await stageCounts(read, visibleClients(read, 'clients.client.funnel'))).map((row) => ({
      stage: row.stage,
      clients: row.n,
      lastWeek: row.recent,
    })),
});

/** Which source brings clients that come how far: the same people as in the funnel above, by where they came from. */
export const funnelBySource = query({
  name: 'clients.client.funnel_by_source',
  actors: ['staff'],
  input: z.object({}),
  output: z.array(
    z.object({
      source: z.string().nullable(),
      registered: z.number().int(),
      verified: z.number().int(),
      funded: z.number().int(),
      trading: z.number().int(),
    }),
  ),
  run: async (read) => sourceCounts(read, visibleClients(read, 'clients.client.funnel_by_source')),
});
