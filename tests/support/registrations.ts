import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { lockWaiting, vote } from '@/server/kernel/approvals';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid, idSchema } from '@/server/kernel/ids';
import { replayApproved } from '@/server/kernel/replay';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { registerClient } from '@/server/modules/clients';
import { asJob, makeCtx, type TestTenant } from './house';
import { asOwner } from './owner';
import { newEmail, password, portsOf } from './people';

export type Place = { readonly entity: Id<'entity'>; readonly brand: Id<'brand'>; readonly brandSlug: string };

/** An entity with one brand, written behind the product's back. */
export async function place(tenant: TestTenant, jurisdiction = 'CY'): Promise<Place> {
  const [entity, brand] = [randomUUID(), randomUUID()];
  const brandSlug = `b-${brand.slice(0, 8)}`;
  await asOwner(tenant, async (query) => {
    await query(
      `insert into legal_entity (tenant_id, id, name, short_name, jurisdiction, base_currency, time_zone, cut_off, bank_calendar, trading_calendar, created_at)
       values ($1, $2, 'Aurora Markets Ltd', 'Aurora', $3, 'EUR', 'Asia/Nicosia', '16:00', 'TARGET', 'FX', now())`,
      [tenant.id, entity, jurisdiction],
    );
    await query(
      `insert into brand (tenant_id, id, entity_id, name, slug, color, color_dark, languages, created_at)
       values ($1, $2, $3, 'Aurora', $4, '#000000', '#ffffff', '{en}', now())`,
      [tenant.id, brand, entity, brandSlug],
    );
  });
  return { entity: idFromUuid('entity', entity), brand: idFromUuid('brand', brand), brandSlug };
}

type Overrides = Partial<Parameters<typeof registerClient>[1]>;

export const registration = (brand: string, overrides: Overrides = {}): Parameters<typeof registerClient>[1] => ({
  brand,
  email: newEmail('client'),
  password,
  firstName: 'Marit',
  lastName: `Oosterveld-${randomBytes(4).toString('hex').replaceAll(/\d/g, 'x')}`,
  country: 'NL',
  acceptedTerms: true,
  ...overrides,
});

/** Registers as the house's own job does, which learns the id; a stranger does not. */
export async function newClient(
  tenant: TestTenant,
  at: Place,
  overrides: Overrides = {},
  request: Partial<Ctx['request']> = {},
) {
  const ctx = { ...asJob(tenant, 'test'), ports: portsOf(tenant) };
  const answer = await registerClient(
    { ...ctx, request: { id: randomUUID(), ip: '192.0.2.7', ...request } },
    registration(at.brandSlug, overrides),
  );
  if (!answer.id || !answer.number) throw new Error('the client was not registered');
  return { id: answer.id, number: answer.number };
}

const runIn = command({
  name: 'test.clients.run',
  actors: ['job'],
  input: z.custom<(uow: Uow) => Promise<unknown>>(),
  output: z.unknown(),
  run: async (uow, work) => {
    uow.audit({ object: { type: 'test', id: 'run' } });
    return work(uow);
  },
});

/** One unit of work around functions that modules offer each other. */
export const inUow = async <T>(ctx: Ctx, work: (uow: Uow) => Promise<T>): Promise<T> => (await runIn(ctx, work)) as T; // what `work` returned

const approve = command({
  name: 'test.clients.approve',
  actors: ['staff'],
  ownAccount: true,
  input: z.object({ id: idSchema('approval') }),
  output: z.unknown(),
  run: async (uow, { id }) => {
    const request = await lockWaiting(uow, id);
    const approvers = await vote(uow, request, 'approve', null);
    return replayApproved(uow, request, approvers);
  },
});

export const approveParked = (ctx: Ctx, parked: string) => approve(ctx, { id: parked as Id<'approval'> });

export const anonymous = (tenant: TestTenant, request: Partial<Ctx['request']> = {}): Ctx =>
  makeCtx(tenant, {
    credential: { kind: 'anonymous' },
    ports: portsOf(tenant),
    request: { id: randomUUID(), ip: `10.${[...randomBytes(3)].join('.')}`, ...request },
  });
