import { createMt5Adapter } from '@/server/adapters/platform/mt5/adapter';
import { Mt5Config } from '@/server/adapters/platform/mt5/config';
import { type Dial, guardedDial } from '@/server/adapters/platform/mt5/dial';
import { createGenerator } from '@/server/emulators/market/generator';
import { createMt5Emulator, type Mt5Emulator } from '@/server/emulators/platform/mt5/emulator';
import { withMirror } from '@/server/emulators/platform/mt5/groups';
import { memoryStore } from '@/server/emulators/platform/mt5/store';
import type { FaultKind } from '@/server/emulators/platform/mt5/wire/faults';
import { manualClock, seededRng, systemRng } from '@/server/kernel/clock';
import { platformContract } from './platform';
import type { Misfortune, PlatformHarness, Write } from './platform/harness';

const groups = [
  ...withMirror({ group: 'real\\EUR-RETAIL-30', currency: 'EUR' }),
  ...withMirror({ group: 'real\\EUR-PRO-200', currency: 'EUR', commissionPerLot: 350n }),
  ...withMirror({ group: 'real\\USD-RETAIL-30', currency: 'USD' }),
];
const [home, other] = ['real\\EUR-RETAIL-30', 'real\\EUR-PRO-200'];

const paths: Record<Write, string> = { create: '/api/user/add', balance: '/api/trade/balance' };
const kinds: Record<Misfortune, { kind: FaultKind; committed?: boolean }> = {
  lost_before: { kind: 'lost_before' },
  lost_after: { kind: 'lost_after' },
  late_commit: { kind: 'late_commit' },
  half_frame: { kind: 'half_frame' },
  proxy_before: { kind: 'html', committed: false },
  proxy_after: { kind: 'html', committed: true },
  garbled: { kind: 'garbled' },
};

/** A Wednesday morning in London. */
const morning = new Date('2026-03-04T09:00:00Z');

async function harness(over: 'tcp' | 'memory'): Promise<PlatformHarness> {
  const clock = manualClock(morning);
  const market = createGenerator({ seed: 11, start: new Date(morning.getTime() - 60_000) });
  market.advance(morning);
  const emulator: Mt5Emulator = createMt5Emulator({ clock, rng: seededRng(5), market, groups, store: memoryStore() });
  const hosted = over === 'tcp' ? await emulator.listen() : null;
  const dial: Dial = hosted ? guardedDial({ allow: `127.0.0.1:${hosted.port}` }) : async () => emulator.connect();
  const adapters: Array<{ close(): Promise<void> }> = [];
  const connect = (apiPassword: string) => {
    const config = Mt5Config.parse({
      endpoint: { protocol: 'http', host: '127.0.0.1', port: hosted?.port ?? 443 },
      serverId: 'demo-1',
      managerLogin: String(emulator.manager.login),
      apiPassword,
      closeOnlyGroups: { [home]: `${home}-CO`, [other]: `${other}-CO` },
      timeoutMs: 5_000,
    });
    const adapter = createMt5Adapter(config, { clock, rng: systemRng, dial });
    adapters.push(adapter);
    return adapter;
  };
  let nextLogin = 9_000_000;
  return {
    port: connect(emulator.manager.apiPassword),
    connectAs: (who) => {
      if (who === 'wrong_password') return connect(`${emulator.manager.apiPassword}x`);
      emulator.control.addFault({ kind: 'wrong_h2', path: '/api/auth/answer' });
      return connect(emulator.manager.apiPassword);
    },
    groups: { home, other, otherCurrency: 'real\\USD-RETAIL-30' },
    currency: 'EUR',
    symbol: 'EURUSD',
    reserveLogin: () => String(nextLogin++),
    misfortune: (kind, on) => emulator.control.addFault({ ...kinds[kind], path: paths[on] }),
    settleLate: () => emulator.control.settleLate(),
    open: (login, side, lots) => {
      const answer = emulator.control.open({ login: Number(login), symbol: 'EURUSD', side, lots });
      if (answer.retcode !== 0) throw new Error(`open refused with ${answer.retcode}`);
      return answer.position ?? '';
    },
    close: (position, lots) => emulator.control.close(position, lots).retcode,
    canOpen: (login) =>
      emulator.control.open({ login: Number(login), symbol: 'EURUSD', side: 'buy', lots: '0.01' }).retcode === 0,
    editDeal: (ticket, comment) => emulator.control.editDeal(ticket, { comment }),
    deleteDeal: (ticket) => emulator.control.deleteDeal(ticket),
    postByHand: (login, amount, comment) => void emulator.control.post(Number(login), 2, amount, comment),
    restart: () => emulator.control.restart(),
    advance: (ms) => {
      clock.advance(ms);
      market.advance(clock.now());
    },
    now: () => clock.now(),
    stop: async () => {
      await Promise.all(adapters.map((adapter) => adapter.close()));
      await emulator.close();
    },
  };
}

platformContract('MT5 over TCP', () => harness('tcp'));
platformContract('MT5 over a pipe in memory', () => harness('memory'));
