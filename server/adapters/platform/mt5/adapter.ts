import { fromServerEpochMs, serverDriftSeconds } from '@/server/kernel/server-time';
import {
  type Capabilities,
  PlatformFailure,
  type PlatformHealth,
  type TradingPlatformPort,
} from '@/server/modules/trading/ports';
import { Mt5Accounts } from './accounts';
import { Mt5Money } from './balance';
import { Mt5Client } from './client';
import type { Mt5Config } from './config';
import { Mt5Deals } from './deals';
import { groupFrom, positionFrom, symbolFrom, tickFrom } from './map';
import { recordOf, recordsOf, text, textsOf } from './record';
import { refusal } from './retcodes';
import type { Mt5Deps } from './session';
import { COMMENT_MAX, operationTag } from './tag';

const SYMBOL_LIST_MAX = 4096;
const CLOCK_CHECK_EVERY_MS = 600_000;

/** MetaTrader 5 over its Web API. What each call becomes on the wire is in MAPPINGS.md. */
export function createMt5Adapter(config: Mt5Config, deps: Mt5Deps): TradingPlatformPort {
  const { clock } = deps;
  const client = new Mt5Client(config, deps);
  const accounts = new Mt5Accounts(client, config, clock);
  const money = new Mt5Money(client, accounts, config, clock);
  const deals = new Mt5Deals(client, config, clock);
  const serverClock = new ServerClockCheck(client, config, deps);
  return {
    kind: 'mt5',
    capabilities: async () => capabilitiesOf(config),
    health: () => health(client, config, deps, serverClock),
    operationTag,
    createAccount: (account) => accounts.create(account),
    getAccount: (account) => accounts.get(account),
    findAccountByOp: (opId, where) => accounts.findByOp(opId, where),
    listAccounts: (query) => accounts.list(query),
    setGroup: (account, group) => accounts.setGroup(account, group),
    setLeverage: (account, leverage) => accounts.setLeverage(account, leverage),
    setRights: (account, rights) => accounts.setRights(account, rights),
    setPassword: (account, kind, password) => accounts.setPassword(account, kind, password.reveal()),
    archive: (account) => accounts.archive(account),
    balanceOperation: (operation) => money.post(operation),
    findBalanceOperation: (opId, account, since) => money.find(opId, account, since),
    dealCursorAt: (start) => deals.cursorAt(start),
    pollDeals: async (cursor, limit) => {
      await serverClock.assert();
      return deals.poll(cursor, limit);
    },
    positions: async (selection) => {
      const query = 'account' in selection ? { login: selection.account.login } : { group: selection.groupMask };
      const { answer } = await client.read('/api/position/get_batch', query);
      return recordsOf(answer, 'positions').map((wire) => positionFrom(wire, config.serverTime));
    },
    groups: async (mask = config.groupMask) => {
      const { code, answer } = await client.read('/api/group/get', { mask });
      if (code === 14) throw refusal('validation', `more groups match ${mask} than the server lists`);
      return recordsOf(answer, 'groups').map(groupFrom);
    },
    symbols: (group) => symbols(client, group),
    ticks: async (names, since = '0') => {
      const symbol = names.join(',');
      if (symbol.length > SYMBOL_LIST_MAX) throw refusal('validation', 'too many symbols for one request');
      const { answer, transId = '0' } = await client.read('/api/tick/last', { symbol, trans_id: since });
      return { ticks: recordsOf(answer, 'ticks').map((wire) => tickFrom(wire, config.serverTime)), since: transId };
    },
    close: () => client.close(),
  };
}

async function symbols(client: Mt5Client, group?: string) {
  if (group === undefined) {
    const { code, answer } = await client.read('/api/symbol/get', { mask: '*' });
    if (code === 14) throw refusal('validation', 'more symbols than the server lists at once');
    return recordsOf(answer, 'symbols').map(symbolFrom);
  }
  const names = textsOf((await client.read('/api/symbol/list')).answer, 'symbol list');
  return Promise.all(
    names.map(async (symbol) => {
      const { answer } = await client.read('/api/symbol/get_group', { symbol, group });
      return symbolFrom(recordOf(answer, 'symbol'));
    }),
  );
}

const capabilitiesOf = (config: Mt5Config): Capabilities => ({
  closeOnly: Object.keys(config.closeOnlyGroups).length > 0 ? 'mirror_group' : 'none',
  swapFree: 'group',
  netting: 'group',
  nativeIdempotency: 'label',
  optimisticLock: false,
  marginCheckOnWithdraw: true,
  streams: [],
  serverTime: 'server_local',
  volumeStepLots: '0.00000001',
  commentMax: COMMENT_MAX,
  pageMax: 100,
});

/** The platform writes its wall clock into every time. If that is not the zone we were told, all of history would be shifted. */
class ServerClockCheck {
  #checkedAt: number | null = null;

  constructor(
    private readonly client: Mt5Client,
    private readonly config: Mt5Config,
    private readonly deps: Mt5Deps,
  ) {}

  async read(): Promise<{ wallMs: number; driftSeconds: number }> {
    const { answer } = await this.client.read('/api/time/server');
    const wallMs = Number(text(recordOf(answer, 'time'), 'Time').split(' ')[0]) * 1000;
    return { wallMs, driftSeconds: serverDriftSeconds(wallMs, this.deps.clock.now(), this.config.serverTime) };
  }

  isOff = (driftSeconds: number): boolean => !(Math.abs(driftSeconds) <= this.config.maxClockDriftSeconds);

  async assert(): Promise<void> {
    const now = this.deps.clock.now().getTime();
    if (this.#checkedAt !== null && now - this.#checkedAt < CLOCK_CHECK_EVERY_MS) return;
    const { driftSeconds } = await this.read();
    if (this.isOff(driftSeconds))
      throw refusal('protocol', `the server's clock is ${driftSeconds} s from its configured zone`);
    this.#checkedAt = now;
  }
}

/** The settings to look at when a platform does not let us in, as the form of a connection calls them. */
const fieldsOf: Readonly<Record<string, string>> = {
  auth: 'managerLogin or apiPassword',
  unavailable: 'endpoint',
  timeout: 'endpoint',
};

async function health(
  client: Mt5Client,
  config: Mt5Config,
  { clock }: Mt5Deps,
  serverClock: ServerClockCheck,
): Promise<PlatformHealth> {
  const began = clock.now().getTime();
  try {
    await client.read('/api/test/access');
    const latencyMs = clock.now().getTime() - began;
    const { wallMs, driftSeconds } = await serverClock.read();
    const { answer } = await client.read('/api/tick/last', { symbol: config.probeSymbol, trans_id: '0' });
    const [tick] = recordsOf(answer, 'ticks').map((wire) => tickFrom(wire, config.serverTime));
    const off = serverClock.isOff(driftSeconds);
    return {
      ok: !off,
      latencyMs,
      serverTime: fromServerEpochMs(wallMs, config.serverTime).at.toISOString(),
      ...(tick ? { lastTickAgeMs: clock.now().getTime() - Date.parse(tick.at) } : {}),
      detail: off ? { clock_drift_s: String(driftSeconds) } : {},
    };
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    const { code, raw } = error.error;
    return {
      ok: false,
      latencyMs: clock.now().getTime() - began,
      detail: { [fieldsOf[code] ?? code]: raw.text ?? code },
    };
  }
}
