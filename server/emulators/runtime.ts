import type { Books } from './books';
import type { FaultPlan } from './faults';

/** What every emulator takes from outside, so that a simulation owns time and chance. */
export type EmulatorClock = { now(): Date };
/** Uniform in [0, 1). */
export type EmulatorRng = () => number;
export type Sleep = (ms: number) => Promise<void>;
/** How an emulator calls back the product (webhooks). */
export type CallOut = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string },
) => Promise<Response>;

export type EmulatorRuntime = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults: FaultPlan;
  readonly books: Books;
  readonly sleep: Sleep;
  readonly callOut: CallOut;
};

export const realSleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const realCallOut: CallOut = (url, init) =>
  fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(20_000) });

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function randomText(rng: EmulatorRng, length: number, letters = alphabet): string {
  let text = '';
  for (let i = 0; i < length; i += 1) text += letters.charAt(Math.floor(rng() * letters.length));
  return text;
}

export const unixSeconds = (clock: EmulatorClock): number => Math.floor(clock.now().getTime() / 1000);
