import { describe } from 'vitest';
import { accountsContract } from './platform/accounts';
import { dealsContract } from './platform/deals';
import type { PlatformHarness } from './platform/harness';
import { moneyContract } from './platform/money';

/** What the trading module relies on, whatever the platform: run it for every adapter against its emulator. */
export function platformContract(name: string, start: () => Promise<PlatformHarness>): void {
  describe(`${name}: accounts`, () => accountsContract(start));
  describe(`${name}: money`, () => moneyContract(start));
  describe(`${name}: deals`, () => dealsContract(start));
}
