import type { PlatformDatabase } from '@/db/platform-client';
import type { Ctx } from '@/server/kernel/context';
import type { House } from '@/server/transports/composition';
import { dealStream } from './deal-stream';
import { keySweeper } from './key-sweeper';
import { ledgerRollUp } from './ledger-roll-up';

export type GatewayDeps = {
  readonly platform: PlatformDatabase;
  readonly house: House;
  readonly ctx: (tenantId: string, job: string) => Ctx;
  /** Name of this process in leases. */
  readonly holder: string;
};

/** A long-lived turn of the worker; says how many milliseconds to rest. */
export type Gateway = {
  readonly name: string;
  readonly turn: (deps: GatewayDeps) => (signal: AbortSignal) => Promise<number>;
};

export const gateways: readonly Gateway[] = [dealStream, ledgerRollUp, keySweeper];
