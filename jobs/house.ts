import type { Ctx } from '@/server/kernel/context';

export type TenantEntry = { id: string; slug: string; name: string; organisationId: string; environment: string };

/** What a process that serves jobs must bring: contexts per tenant, and the list of tenants for clocks that fan out. */
export type JobHouse = {
  ctx(tenantId: string, job: string, idempotencyKey?: string): Ctx;
  tenants(): Promise<TenantEntry[]>;
};

let installed: JobHouse | null = null;

export function installJobHouse(house: JobHouse): void {
  installed = house;
}

function house(): JobHouse {
  if (!installed) throw new Error('no job house is installed in this process');
  return installed;
}

type Triggering = { readonly id?: string | undefined; readonly data?: unknown };

/**
 * The context of an event's tenant. Events are hints: the verb loads its row under this tenant and decides on it. With `step`
 * the event's id and the step's name make the idempotency key, so that a repeated step is one effect.
 */
export function jobCtx(event: Triggering, job: string, step?: string): Ctx {
  const tenantId = (event.data as { tenantId?: unknown } | undefined)?.tenantId; // relay and fan-out put it there
  if (typeof tenantId !== 'string') throw new Error(`event of job ${job} names no tenant`);
  return house().ctx(tenantId, job, step && event.id ? `${event.id}/${step}` : undefined);
}

/** Data of an event as strings; a missing id is a broken producer and fails the run with its name. */
export function idOf<T extends string>(event: Triggering, name: string): T {
  const value = (event.data as Record<string, unknown> | undefined)?.[name];
  if (typeof value !== 'string') throw new Error(`event lacks ${name}`);
  return value as T; // the verb's schema checks the kind of id
}

export const allTenants = () => house().tenants();

/** The context of a tenant that the event does not itself belong to. */
export const ctxOfTenant = (tenantId: string, job: string): Ctx => house().ctx(tenantId, job);
