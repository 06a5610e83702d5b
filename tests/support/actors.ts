import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Ctx, RowScope, Surface } from '@/server/kernel/context';
import { makeCtx, type TestTenant } from './house';

type PersonOptions = {
  kind?: 'staff' | 'client' | 'partner';
  clientUuid?: string;
  scope?: RowScope;
  name?: string;
  teamUuid?: string;
  stepUp?: boolean;
};

/** A signed-in person with exactly these grants, written behind the product's back so that a test depends on no other module. */
export async function signedIn(tenant: TestTenant, grants: readonly string[], options: PersonOptions = {}) {
  const kind = options.kind ?? 'staff';
  const surface: Surface = kind === 'staff' ? 'desk' : kind === 'partner' ? 'partner' : 'portal';
  const [user, role, session] = [randomUUID(), randomUUID(), randomUUID()];
  const name = options.name ?? `Person ${user.slice(0, 4)}`;
  const client = new pg.Client({ connectionString: tenant.adminUrl });
  await client.connect();
  await client.query(
    `insert into app_user (tenant_id, id, kind, email, name, status, client_id, created_at) values ($1, $2, $3, $4, $5, 'active', $6, now())`,
    [tenant.id, user, kind, `${user}@people.example`, name, options.clientUuid ?? null],
  );
  await client.query(
    `insert into role (tenant_id, id, key, name, is_preset, grants, created_at) values ($1, $2, $3, $3, false, $4, now())`,
    [tenant.id, role, `role-${role.slice(0, 8)}`, grants],
  );
  await client.query(
    `insert into membership (tenant_id, user_id, role_id, row_scope, team_id, created_at) values ($1, $2, $3, $4, $5, now())`,
    [tenant.id, user, role, options.scope ?? 'all', options.teamUuid ?? null],
  );
  await client.query(
    `insert into session (tenant_id, id, user_id, surface, created_at, expires_at, last_seen_at, stepped_up_at) values ($1, $2, $3, $4, now(), now() + interval '1 day', now(), $5)`,
    [tenant.id, session, user, surface, options.stepUp === false ? null : new Date()],
  );
  await client.end();
  return { userUuid: user, sessionUuid: session, surface, name };
}

export async function staffCtx(
  tenant: TestTenant,
  grants: readonly string[],
  options: PersonOptions = {},
): Promise<Ctx> {
  const person = await signedIn(tenant, grants, options);
  return makeCtx(tenant, { credential: { kind: 'session', sessionId: person.sessionUuid, surface: person.surface } });
}

export const clientCtx = (tenant: TestTenant, clientUuid: string): Promise<Ctx> =>
  staffCtx(tenant, [], { kind: 'client', clientUuid });
