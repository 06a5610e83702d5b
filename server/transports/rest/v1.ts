import { z } from '@hono/zod-openapi';
import { listClients } from '@/server/modules/clients';
import { ListClients } from '@/server/modules/clients/contract';
import { listBrands, listEntities } from '@/server/modules/tenancy';
import { restApp } from './app';
import type { MakeCtx } from './auth';
import { mountList } from './reads';

const Entity = z
  .object({
    id: z.string(),
    name: z.string(),
    jurisdiction: z.string(),
    licence: z.string().nullable(),
    base_currency: z.string(),
    time_zone: z.string(),
  })
  .openapi('LegalEntity');

const Brand = z
  .object({ id: z.string(), entity_id: z.string(), name: z.string(), languages: z.array(z.string()) })
  .openapi('Brand');

const Client = z
  .object({
    id: z.string(),
    number: z.string(),
    name: z.string(),
    email: z.string().nullable().openapi({ description: 'Masked unless the key holds `sensitive.contact`' }),
    country: z.string().nullable(),
    stage: z.string(),
    verification: z.string(),
    funding: z.string(),
    trading: z.string(),
    tier: z.string(),
    category: z.string(),
    brand: z.string(),
    entity: z.string(),
    registered_at: z.iso.datetime(),
  })
  .openapi('Client');

const ClientQuery = z.object({
  search: z.string().max(120).optional(),
  stage: ListClients.shape.stage.unwrap().unwrap().optional(),
  verification: z.string().max(20).optional(),
  country: z.string().length(2).optional(),
});

/** The public subset. Each entry is one verb; what is not listed here cannot be reached with a key. */
export function publicApi(makeCtx?: MakeCtx) {
  const app = restApp(makeCtx);
  mountList(app, {
    path: '/clients',
    tag: 'Clients',
    summary: 'Clients, newest first',
    verb: listClients,
    query: ClientQuery,
    input: ({ cursor, limit, search, stage, verification, country }) => ({
      cursor: cursor ?? null,
      limit,
      search: search ?? null,
      stage: stage ?? null,
      verification: verification ?? null,
      country: country ?? null,
    }),
    row: Client,
    toRow: ({ registeredAt, source: _source, owner: _owner, holds: _holds, ...row }) => ({
      ...row,
      registered_at: registeredAt.toISOString(),
    }),
  });
  mountList(app, {
    path: '/entities',
    tag: 'Organisation',
    summary: 'Legal entities',
    verb: listEntities,
    query: z.object({}),
    input: () => ({}),
    row: Entity,
    toRow: (row) => ({
      id: row.id,
      name: row.name,
      jurisdiction: row.jurisdiction,
      licence: row.licence,
      base_currency: row.baseCurrency,
      time_zone: row.timeZone,
    }),
  });
  mountList(app, {
    path: '/brands',
    tag: 'Organisation',
    summary: 'Brands',
    verb: listBrands,
    query: z.object({}),
    input: () => ({}),
    row: Brand,
    toRow: (row) => ({ id: row.id, entity_id: row.entityId, name: row.name, languages: row.languages }),
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Brokerage OS',
      version: '1',
      description: 'Send your key as `Authorization: Bearer bos_…`. Errors are RFC 9457 problems.',
    },
  });
  return app;
}
