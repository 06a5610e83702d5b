import type { Database } from './database';
import type { Registry } from './registry';

export interface Clock {
  now(): Date;
}

/** Ids, jitter. Seeded by the simulation. */
export interface Rng {
  next(): number;
  bytes(length: number): Uint8Array;
}

export interface CallInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}
export type Fetch = (url: string, init: CallInit) => Promise<Response>;

export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  facts?: Record<string, unknown>,
) => void;

export interface Keys {
  event: string;
  signing: string;
}

/** What every part of the engine is given. */
export interface Core {
  db: Database;
  registry: Registry;
  clock: Clock;
  rng: Rng;
  fetch: Fetch;
  keys: Keys;
  log: Log;
  checkpointing: boolean;
  /** Work may have become due: called after a commit. */
  poke(): void;
}

export type Json = unknown;

/** An event as functions see it. */
export interface StoredEvent {
  id: string;
  name: string;
  data: Record<string, Json>;
  ts: number;
  user?: Json;
  v?: string;
  meta?: Json;
}

/** `id` is ours, and what the sender is told; `body.id` is the sender's own, where he gave one. */
export interface EventRow {
  id: string;
  body: StoredEvent;
}

/** What a finished step left: exactly what the SDK reads back under the step's id. */
export type Memo = { data: Json } | { error: Json };

export type JobKind = 'event' | 'call' | 'resume' | 'cancel' | 'flush' | 'cron' | 'gateway';

export interface NewJob {
  kind: JobKind;
  due: Date;
  rank?: Date;
  runId?: string;
  stepId?: string;
  attempt?: number;
  body?: Json;
  key?: string;
}

export interface Job {
  id: string;
  kind: JobKind;
  due: Date;
  runId: string | null;
  stepId: string | null;
  attempt: number;
  body: Json;
  /** Concurrency keys of the run and their limits: for calls only. */
  slots: string[] | null;
  slotLimits: number[] | null;
  claim: string;
  rank: Date;
  /** How many leases ran out under it: processes that died with it in hand. */
  lost: number;
}

export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

export interface Run {
  id: string;
  fn: string;
  eventIds: string[];
  status: RunStatus;
  rank: Date;
  parentRun: string | null;
  parentStep: string | null;
  slots: string[] | null;
  slotLimits: number[] | null;
}

export type Ending =
  | { status: 'completed'; output: unknown }
  | { status: 'failed'; error: unknown }
  | { status: 'cancelled'; reason: string };
