import type { Clock } from '@/server/kernel/clock';
import { parseDecimal } from '@/server/kernel/decimal';
import {
  type AccountRef,
  type CreateAccount,
  type PlatformAccount,
  PlatformFailure,
  type PlatformGroup,
  type Rights,
} from '@/server/modules/trading/ports';
import type { Mt5Client } from './client';
import type { Mt5Config } from './config';
import { at, groupFrom } from './map';
import { decimalText, recordOf, recordsOf, small, text, textsOf, type Wire } from './record';
import { refusal } from './retcodes';
import { operationTag } from './tag';

const ENABLED = 0x1;
const PASSWORD = 0x2;
const TRADE_DISABLED = 0x4;
/** Enabled, may change password, trailing stops, experts, daily reports. */
const NEW_ACCOUNT = ENABLED | PASSWORD | 0x20 | 0x40 | 0x100;

type Found = { readonly user: Wire; readonly login: string; readonly platformGroup: string; readonly rights: number };

const isNotFound = (error: unknown): boolean => error instanceof PlatformFailure && error.error.code === 'not_found';

/** Everything about one account except its money. Changes read, write and check; one at a time per login. */
export class Mt5Accounts {
  readonly #groups = new Map<string, PlatformGroup>();
  readonly #homes: ReadonlyMap<string, string>;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(
    private readonly client: Mt5Client,
    private readonly config: Mt5Config,
    private readonly clock: Clock,
  ) {
    this.#homes = new Map(Object.entries(config.closeOnlyGroups).map(([home, mirror]) => [mirror, home]));
  }

  ref = (login: string): AccountRef => ({ platform: 'mt5', serverId: this.config.serverId, login });

  async create(account: CreateAccount): Promise<AccountRef> {
    const { opId, reservedLogin, group, leverage } = account;
    const country = account.country ? new Intl.DisplayNames('en', { type: 'region' }).of(account.country) : undefined;
    try {
      const { answer } = await this.client.write(
        '/api/user/add',
        { login: reservedLogin ?? '0', group, leverage, rights: NEW_ACCOUNT },
        {
          Name: account.name.slice(0, 127),
          Comment: `#${operationTag(opId)}`,
          ...(account.email ? { Email: account.email } : {}),
          ...(country ? { Country: country.slice(0, 31) } : {}),
          PassMain: account.masterPassword.reveal(),
          PassInvestor: account.investorPassword.reveal(),
        },
      );
      return this.ref(decimalText(recordOf(answer, 'user'), 'Login'));
    } catch (error) {
      if (!(error instanceof PlatformFailure) || !error.error.outcomeKnown) throw error;
      return await this.#explain(error, account);
    }
  }

  /** 3004 may be our own earlier attempt; 8 is also how the platform says that a group does not exist. */
  async #explain(failure: PlatformFailure, { opId, reservedLogin, group }: CreateAccount): Promise<AccountRef> {
    if (failure.error.code === 'exists' && reservedLogin) {
      const mine = await this.findByOp(opId, { reservedLogin });
      if (mine) return mine;
    }
    if (failure.error.code === 'permission') {
      const names = textsOf((await this.client.read('/api/group/list')).answer, 'group list');
      if (!names.includes(group)) throw refusal('not_found', `group ${group} does not exist`);
    }
    throw failure;
  }

  async findByOp(opId: string, where: { reservedLogin?: string; group?: string }): Promise<AccountRef | null> {
    const comment = `#${operationTag(opId)}`;
    const { reservedLogin, group = this.config.groupMask } = where;
    if (reservedLogin) {
      const found = await this.#find(reservedLogin);
      return found && text(found.user, 'Comment').startsWith(comment) ? this.ref(found.login) : null;
    }
    const users = recordsOf((await this.client.read('/api/user/get_batch', { group })).answer, 'users');
    const mine = users.find((user) => text(user, 'Comment').startsWith(comment));
    return mine ? this.ref(decimalText(mine, 'Login')) : null;
  }

  async get({ login }: AccountRef): Promise<PlatformAccount | null> {
    const found = await this.#find(login);
    if (!found) return null;
    const { user, platformGroup } = found;
    const { currency } = await this.group(platformGroup);
    const money = (amount: string) => ({ amount, currency });
    const [balance, credit] = [decimalText(user, 'Balance'), decimalText(user, 'Credit')];
    const state = await this.#state(login);
    const plainEquity = parseDecimal(balance).add(parseDecimal(credit)).toFixed(decimalsOf(balance));
    const level = state ? decimalText(state, 'MarginLevel') : '0';
    return {
      ref: this.ref(login),
      group: this.#homes.get(platformGroup) ?? platformGroup,
      platformGroup,
      name: text(user, 'Name'),
      leverage: small(user, 'Leverage'),
      rights: this.#rightsOf(found),
      balance: money(balance),
      credit: money(credit),
      equity: money(state ? decimalText(state, 'Equity') : plainEquity),
      margin: money(state ? decimalText(state, 'Margin') : '0'),
      freeMargin: money(state ? decimalText(state, 'MarginFree') : plainEquity),
      ...(parseDecimal(level).isZero() ? {} : { marginLevel: level }),
      floating: money(state ? decimalText(state, 'Floating') : '0'),
      registeredAt: at(`${decimalText(user, 'Registration')}000`, this.config.serverTime),
      asOf: this.clock.now().toISOString(),
    };
  }

  /** The server answers 13 for an account without positions that was quiet since its restart: equity is balance and credit. */
  async #state(login: string): Promise<Wire | null> {
    try {
      return recordOf((await this.client.read('/api/user/account/get', { login })).answer, 'account');
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  async list({
    cursor,
    groupMask = this.config.groupMask,
    limit,
  }: {
    cursor?: string;
    groupMask?: string;
    limit: number;
  }) {
    const logins = textsOf((await this.client.read('/api/user/logins', { group: groupMask })).answer, 'logins');
    const after = BigInt(cursor ?? '-1');
    const rest = logins
      .map(BigInt)
      .filter((login) => login > after)
      .sort((a, b) => (a < b ? -1 : 1));
    const accounts = rest.slice(0, limit).map((login) => this.ref(login.toString()));
    const last = accounts.at(-1);
    return rest.length > limit && last ? { accounts, next: last.login } : { accounts };
  }

  setLeverage({ login }: AccountRef, leverage: number): Promise<void> {
    return this.#alone(login, async () => {
      const after = await this.#update(login, { leverage });
      if (small(after, 'Leverage') !== leverage) throw refusal('validation', `leverage 1:${leverage} was not taken`);
    });
  }

  setGroup({ login }: AccountRef, group: string): Promise<void> {
    return this.#alone(login, async () => {
      const found = await this.#need(login);
      await this.#move(login, this.#homes.has(found.platformGroup) ? this.#mirrorOf(group) : group);
    });
  }

  setRights({ login }: AccountRef, rights: Rights): Promise<void> {
    return this.#alone(login, async () => {
      const found = await this.#need(login);
      const home = this.#homes.get(found.platformGroup) ?? found.platformGroup;
      const group = rights.trading === 'close_only' ? this.#mirrorOf(home) : home;
      // The whole mask is written, so bits we do not know must be carried over.
      let mask = found.rights & ~(ENABLED | TRADE_DISABLED);
      if (rights.login === 'enabled') mask |= ENABLED;
      if (rights.trading === 'disabled') mask |= TRADE_DISABLED;
      if (rights.mayChangePassword !== undefined) mask = (mask & ~PASSWORD) | (rights.mayChangePassword ? PASSWORD : 0);
      const after = await this.#update(login, { rights: mask, ...(group === found.platformGroup ? {} : { group }) });
      if (small(after, 'Rights') !== mask || text(after, 'Group') !== group)
        throw refusal('validation', 'rights were not taken');
    });
  }

  async setPassword({ login }: AccountRef, kind: 'main' | 'investor', password: string): Promise<void> {
    await this.client.write('/api/user/change_password', undefined, { Login: login, Type: kind, Password: password });
  }

  async archive({ login }: AccountRef): Promise<void> {
    await this.client.write('/api/user/archive/add', { login });
  }

  /** A group's currency never changes while it has accounts, so what was read once holds. */
  async group(name: string): Promise<PlatformGroup> {
    const known = this.#groups.get(name);
    if (known) return known;
    const group = groupFrom(recordOf((await this.client.read('/api/group/get', { group: name })).answer, 'group'));
    this.#groups.set(name, group);
    return group;
  }

  async currencyOf(login: string): Promise<PlatformGroup> {
    return this.group((await this.#need(login)).platformGroup);
  }

  #rightsOf({ rights, platformGroup }: Found): Rights {
    const trading = this.#homes.has(platformGroup) ? 'close_only' : 'full';
    return {
      login: (rights & ENABLED) === 0 ? 'disabled' : 'enabled',
      trading: (rights & TRADE_DISABLED) === 0 ? trading : 'disabled',
      mayChangePassword: (rights & PASSWORD) !== 0,
    };
  }

  #mirrorOf(home: string): string {
    const mirror = this.config.closeOnlyGroups[home];
    if (!mirror) throw refusal('validation', `group ${home} has no close-only mirror group`);
    return mirror;
  }

  async #move(login: string, group: string): Promise<void> {
    const after = await this.#update(login, { group });
    if (text(after, 'Group') !== group) throw refusal('validation', `group ${group} was not taken`);
  }

  async #update(login: string, change: Readonly<Record<string, string | number>>): Promise<Wire> {
    return recordOf((await this.client.write('/api/user/update', { login, ...change })).answer, 'user');
  }

  async #find(login: string): Promise<Found | null> {
    try {
      const user = recordOf((await this.client.read('/api/user/get', { login })).answer, 'user');
      return {
        user,
        login: decimalText(user, 'Login'),
        platformGroup: text(user, 'Group'),
        rights: small(user, 'Rights'),
      };
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  async #need(login: string): Promise<Found> {
    const found = await this.#find(login);
    if (!found) throw refusal('not_found', `login ${login} does not exist`);
    return found;
  }

  /** Read-modify-write without a lock on the platform: at least our own changes of one login do not overlap. */
  #alone<T>(login: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#queues.get(login) ?? Promise.resolve()).then(work, work);
    this.#queues.set(login, turn);
    const done = () => {
      if (this.#queues.get(login) === turn) this.#queues.delete(login);
    };
    turn.then(done, done);
    return turn;
  }
}

const decimalsOf = (amount: string): number => amount.split('.')[1]?.length ?? 0;
