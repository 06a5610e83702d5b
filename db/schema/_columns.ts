import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, customType, foreignKey, primaryKey, timestamp, uuid } from 'drizzle-orm/pg-core';
import { type Id, type IdKind, idFromUuid, uuidFromId } from './_ids';

/** A typed id column: uuid in the database, TypeID in code; a wrong kind is refused before it is sent. */
export const idColumn = <K extends IdKind>(kind: K) =>
  customType<{ data: Id<K>; driverData: string }>({
    dataType: () => 'uuid',
    toDriver: (value) => uuidFromId(kind, value),
    fromDriver: (value) => idFromUuid(kind, value),
  })();

/** UTC instant with milliseconds; the writer passes the context's clock. */
export const instant = () => timestamp({ precision: 3, withTimezone: true, mode: 'date' });

/** Minor units of the asset that stands beside it. */
export const minorUnits = () => bigint({ mode: 'bigint' });

export const tenantId = () => uuid('tenant_id').notNull().default(sql`current_setting('app.tenant_id')::uuid`);

/** The two columns every tenant table begins with. */
export const tenantRow = <K extends IdKind>(kind: K) => ({ tenantId: tenantId(), id: idColumn(kind).notNull() });

type TenantTable = { tenantId: AnyPgColumn; id: AnyPgColumn };

export const tenantKey = (table: TenantTable) => primaryKey({ columns: [table.tenantId, table.id] });

/** Composite foreign key: a row can only point at a row of its own tenant. */
export const tenantRef = (tenant: AnyPgColumn, column: AnyPgColumn, target: TenantTable) =>
  foreignKey({ columns: [tenant, column], foreignColumns: [target.tenantId, target.id] });
