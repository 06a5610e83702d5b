import type { Database } from '@/db/client';
import type { Clock, Rng } from './clock';
import type { Id } from './ids';
import type { KeyRing } from './keys';
import type { Log } from './log';
import type { Ports } from './ports';

/** Who is calling, as the transport knows it. `kernel_enter` turns it into an Actor inside the transaction. */
export type Credential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'session'; readonly sessionId: string; readonly surface: Surface }
  | { readonly kind: 'apiKey'; readonly keyId: string; readonly secretHash: string }
  | { readonly kind: 'job'; readonly name: string }
  | { readonly kind: 'webhook'; readonly name: string }
  | { readonly kind: 'platform'; readonly name: string };

export type Surface = 'portal' | 'desk' | 'partner' | 'platform';
export type ActorKind = 'anonymous' | 'staff' | 'client' | 'partner' | 'apiKey' | 'job' | 'webhook' | 'platform';
export type RowScope = 'own' | 'team' | 'desk' | 'all';

export type Actor = {
  readonly kind: ActorKind;
  readonly name: string;
  readonly userId?: Id<'user'>;
  readonly clientId?: Id<'client'>;
  readonly keyId?: Id<'apiKey'>;
  readonly sessionId?: Id<'session'>;
  readonly surface?: Surface;
  readonly language?: string;
  readonly timeZone?: string;
  readonly steppedUpAt?: Date;
  readonly deviceId?: string;
  readonly grants: readonly string[];
  readonly memberships: readonly {
    role: string;
    grants: readonly string[];
    scope: RowScope;
    team: Id<'team'> | null;
  }[];
  /** The member of staff who looks through the client's eyes; such an actor only reads. */
  readonly impersonator?: { readonly userId: Id<'user'>; readonly name: string };
};

export type Tenant = {
  /** Plain uuid: the value of every tenant_id. */
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: 'brokerage' | 'prop' | 'both' | 'platform';
  readonly environment: 'sandbox' | 'live';
  readonly status: string;
  readonly isSeeded: boolean;
  readonly features: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
};

export type RequestFacts = {
  readonly id: string;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly deviceId?: string;
  /** ISO 3166 alpha-2 by network, where a trusted proxy says so. */
  readonly country?: string;
  /** Of the page that asks, when it is not on the platform's own host. A browser's word: to be checked against proven hosts. */
  readonly origin?: string;
};

/** Everything a verb may use of the world, made by a composition root. Built per request, never cached across requests. */
export type Ctx = {
  readonly database: Database;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly log: Log;
  readonly keys: KeyRing;
  readonly ports: Ports;
  readonly tenant: { readonly id: string } | { readonly slug: string };
  readonly credential: Credential;
  readonly request: RequestFacts;
  readonly idempotencyKey?: string;
  readonly lease?: { readonly kind: string; readonly key: string; readonly holder: string; readonly epoch: bigint };
  /** Called after a commit that put events into the outbox, so that an in-process relay need not wait for its poll. */
  readonly poke?: () => void;
};
