import { afterEach } from 'vitest';
import { createMt5Adapter } from '@/server/adapters/platform/mt5/adapter';
import { Mt5Config } from '@/server/adapters/platform/mt5/config';
import type { Dial } from '@/server/adapters/platform/mt5/dial';
import { createGenerator } from '@/server/emulators/market/generator';
import { createMt5Emulator, type Mt5EmulatorOptions } from '@/server/emulators/platform/mt5/emulator';
import { manualClock, seededRng, systemRng } from '@/server/kernel/clock';
import { PlatformFailure } from '@/server/modules/trading/ports';

export const morning = new Date('2026-03-04T09:00:00Z');
export const group = 'real\\USD-STD-500';
const open: Array<() => Promise<void>> = [];
/** Closes what a test of this file has opened. */
export function closeStages(): void {
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
}

export function stage(
  options: Partial<Mt5EmulatorOptions> = {},
  config: Record<string, unknown> = {},
  start = morning,
) {
  const clock = manualClock(start);
  const market = createGenerator({ seed: 2, start });
  const emulator = createMt5Emulator({
    clock,
    rng: seededRng(1),
    market,
    sleep: () => new Promise(() => {}),
    ...options,
  });
  const dials = { count: 0 };
  const dial: Dial = async () => {
    dials.count += 1;
    return emulator.connect();
  };
  const adapter = (more: Record<string, unknown> = {}, how: Dial = dial) => {
    const { login, apiPassword } = emulator.manager;
    const parsed = Mt5Config.parse({
      endpoint: { host: 'mt5.example' },
      serverId: 's1',
      managerLogin: String(login),
      apiPassword,
      pingMs: 0,
      ...config,
      ...more,
    });
    const made = createMt5Adapter(parsed, { clock, rng: systemRng, dial: how });
    open.push(() => made.close());
    return made;
  };
  open.push(() => emulator.close());
  const passwords = { masterPassword: { reveal: () => 'Aa1!aaaa' }, investorPassword: { reveal: () => 'Bb2!bbbb' } };
  return { clock, market, emulator, adapter, dials, account: { group, leverage: 100, name: 'Bo', ...passwords } };
}

export async function errorIn(work: Promise<unknown>) {
  const reason = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (reason instanceof PlatformFailure) return reason.error;
  throw reason ?? new Error('it succeeded');
}
