import { z } from '@hono/zod-openapi';
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

/** The public subset. Each entry is one verb; what is not listed here cannot be reached with a key. */
export function publicApi(makeCtx?: MakeCtx) {
  const app = restApp(makeCtx);
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
