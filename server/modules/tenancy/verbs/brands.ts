import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { shadeForDark } from '../color';
import { BrandRow, CreateBrand, CreateEntity, EntityRow, UpdateBrand, UpdateEntity } from '../contract';
import { findJurisdiction } from '../jurisdictions';
import { logoOf } from '../logo';
import {
  allBrands,
  allEntities,
  type BrandRecord,
  type EntityRecord,
  findBrand,
  findEntity,
  insertBrand,
  insertEntity,
  updateBrand,
  updateEntity,
} from '../repository/tenant';

const Nothing = z.object({});

const entityRow = ({ tenantId: _tenant, createdAt: _at, ...row }: EntityRecord): z.output<typeof EntityRow> => row;
const brandRow = ({ tenantId: _tenant, createdAt: _at, ...row }: BrandRecord): z.output<typeof BrandRow> => row;

export const listEntities = query({
  name: 'tenancy.entity.list',
  actors: ['staff', 'job', 'apiKey'],
  input: Nothing,
  output: z.object({ rows: z.array(EntityRow) }),
  run: async (read) => ({ rows: (await allEntities(read)).map(entityRow) }),
});

export const createEntity = command({
  name: 'tenancy.entity.create',
  actors: ['staff'],
  stepUp: true,
  input: CreateEntity,
  output: z.object({ id: idSchema('entity') }),
  run: async (uow, input) => {
    const preset = found(findJurisdiction(input.jurisdiction), 'jurisdiction_unknown');
    const id = uow.id('entity');
    await insertEntity(uow, {
      id,
      name: input.name,
      shortName: input.shortName,
      jurisdiction: preset.code,
      licence: input.licence ?? null,
      baseCurrency: input.baseCurrency ?? preset.baseCurrency,
      timeZone: input.timeZone ?? preset.timeZone,
      cutOff: input.cutOff ?? preset.cutOff,
      bankCalendar: preset.bankCalendar,
      tradingCalendar: 'FX',
      createdAt: uow.now,
    });
    uow.audit({
      object: { type: 'entity', id },
      changes: { name: [null, input.name], jurisdiction: [null, preset.code] },
    });
    return { id };
  },
});

/** Jurisdiction and base currency stay: books and terms were made under them. Another licence is another entity. */
export const editEntity = command({
  name: 'tenancy.entity.update',
  actors: ['staff'],
  stepUp: true,
  input: UpdateEntity,
  output: Nothing,
  run: async (uow, { entityId, ...input }) => {
    const before = found(await findEntity(uow, entityId), 'entity_not_found');
    const next = {
      name: input.name ?? before.name,
      shortName: input.shortName ?? before.shortName,
      licence: input.licence === undefined ? before.licence : input.licence,
      timeZone: input.timeZone ?? before.timeZone,
      cutOff: input.cutOff ?? before.cutOff,
    };
    await updateEntity(uow, entityId, next);
    uow.audit({
      object: { type: 'entity', id: entityId },
      changes: {
        name: [before.name, next.name],
        shortName: [before.shortName, next.shortName],
        licence: [before.licence, next.licence],
        timeZone: [before.timeZone, next.timeZone],
        cutOff: [before.cutOff, next.cutOff],
      },
    });
    return {};
  },
});

export const listBrands = query({
  name: 'tenancy.brand.list',
  actors: ['staff', 'job', 'apiKey'],
  input: Nothing,
  output: z.object({ rows: z.array(BrandRow) }),
  run: async (read) => ({ rows: (await allBrands(read)).map(brandRow) }),
});

export const createBrand = command({
  name: 'tenancy.brand.create',
  actors: ['staff'],
  input: CreateBrand,
  output: z.object({ id: idSchema('brand') }),
  run: async (uow, input) => {
    found(await findEntity(uow, input.entityId), 'entity_not_found');
    const id = uow.id('brand');
    const isNew = await insertBrand(uow, { ...input, id, colorDark: shadeForDark(input.color), createdAt: uow.now });
    if (!isNew) throw new Refusal('conflict', 'slug_taken', { field: 'slug' });
    uow.audit({ object: { type: 'brand', id }, changes: { name: [null, input.name], color: [null, input.color] } });
    return { id };
  },
});

export const editBrand = command({
  name: 'tenancy.brand.update',
  actors: ['staff'],
  input: UpdateBrand,
  output: Nothing,
  run: async (uow, { brandId, logo, ...input }) => {
    const before = found(await findBrand(uow, brandId), 'brand_not_found');
    const color = input.color ?? before.color;
    const next = {
      name: input.name ?? before.name,
      color,
      colorDark: shadeForDark(color),
      logoPng: logo === undefined ? before.logoPng : logo && (await logoOf(uow.ctx, logo, 'logo')),
      senderEmail: input.senderEmail === undefined ? before.senderEmail : input.senderEmail,
      languages: input.languages ?? before.languages,
    };
    await updateBrand(uow, brandId, next);
    uow.audit({
      object: { type: 'brand', id: brandId },
      changes: {
        name: [before.name, next.name],
        color: [before.color, next.color],
        senderEmail: [before.senderEmail, next.senderEmail],
        languages: [before.languages, next.languages],
        logo: [before.logoPng !== null, next.logoPng !== null],
      },
    });
    uow.emit({ name: 'tenancy/brand.changed', data: { brandId } });
    return {};
  },
});

/** Decides under which licence, and so in which currency, a client begins whom no host or link brings to a brand. */
export const setDefaultBrand = command({
  name: 'tenancy.brand.set_default',
  actors: ['staff'],
  stepUp: true,
  input: z.object({ brandId: idSchema('brand') }),
  output: Nothing,
  run: async (uow, { brandId }) => {
    const brands = await allBrands(uow, { lock: true });
    const next = found(
      brands.find((one) => one.id === brandId),
      'brand_not_found',
    );
    const before = brands.find((one) => one.isDefault);
    if (before) await updateBrand(uow, before.id, { isDefault: false });
    await updateBrand(uow, brandId, { isDefault: true });
    uow.audit({
      object: { type: 'brand', id: brandId },
      changes: { defaultBrand: [before?.name ?? null, next.name] },
    });
    return {};
  },
});

/** How this tenant looks to a stranger at its sign-in or registration page. */
export const publicLook = query({
  name: 'tenancy.brand.look',
  actors: ['anonymous', 'staff', 'client', 'partner', 'job'],
  ownAccount: true,
  input: z.object({ brand: z.string().max(60).nullish() }),
  output: z.object({
    tenant: z.object({
      name: z.string(),
      slug: z.string(),
      kind: z.string(),
      environment: z.enum(['sandbox', 'live']),
    }),
    brand: BrandRow.omit({ senderEmail: true, isDefault: true }).nullable(),
    entity: z.object({ name: z.string(), jurisdiction: z.string(), licence: z.string().nullable() }).nullable(),
  }),
  run: async (read, { brand: slug }) => {
    const [brands, entities] = await Promise.all([allBrands(read), allEntities(read)]);
    const row = brands.find((one) => one.slug === slug) ?? brands[0] ?? null;
    const entity = entities.find((one) => one.id === row?.entityId) ?? null;
    const { name, slug: tenantSlug, kind, environment } = read.tenant;
    return {
      tenant: { name, slug: tenantSlug, kind, environment },
      brand: row && brandRow(row),
      entity: entity && { name: entity.name, jurisdiction: entity.jurisdiction, licence: entity.licence },
    };
  },
});
