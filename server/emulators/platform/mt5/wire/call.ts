import type { Core } from '../core';
import { maskMatcher } from '../mask';
import { type Manager, type ManagerPermission, Retcode, type User } from '../types';
import type { LoginRange } from '../users';
import type { TickFeed } from './tick-feed';

/** Query and JSON body as one set of parameters: a body field wins over its twin in the query. */
export class Params {
  constructor(
    private readonly query: URLSearchParams,
    private readonly body: Readonly<Record<string, unknown>>,
  ) {}

  names(): { readonly query: readonly string[]; readonly body: readonly string[] } {
    return { query: [...this.query.keys()], body: Object.keys(this.body) };
  }

  text(name: string, bodyName = name): string | undefined {
    const inBody = this.body[bodyName];
    if (typeof inBody === 'string' || typeof inBody === 'number') return String(inBody);
    return this.query.get(name) ?? undefined;
  }

  need(name: string, bodyName = name): string {
    const value = this.text(name, bodyName);
    if (value === undefined || value === '') throw new Retcode(3);
    return value;
  }

  int(name: string, bodyName = name): number | undefined {
    const text = this.text(name, bodyName);
    if (text === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(text)) throw new Retcode(3);
    return Number(text);
  }

  needInt(name: string, bodyName = name): number {
    const value = this.int(name, bodyName);
    if (value === undefined) throw new Retcode(3);
    return value;
  }

  list(name: string): string[] | undefined {
    const inBody = this.body[name];
    if (Array.isArray(inBody)) return inBody.map(String);
    const text = this.text(name);
    return text === undefined ? undefined : text.split(',').filter((entry) => entry !== '');
  }
}

export type Answer = {
  readonly code?: number;
  /** Fields beside `answer`, such as trans_id. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly answer?: unknown;
};

export type Call = {
  readonly core: Core;
  readonly params: Params;
  readonly manager: Manager;
  readonly feed: TickFeed;
  readonly logins: LoginRange;
  /** Most configurations one mask request returns; beyond it retcode 14. */
  readonly maskCap: number;
};

export type Endpoint = {
  readonly needs: ManagerPermission;
  /** Names it understands in the query and, where another list is given, in the body. */
  readonly query: readonly string[];
  readonly body?: readonly string[];
  readonly run: (call: Call) => Answer;
};
export type Endpoints = Readonly<Record<string, Endpoint>>;

/** An account the manager may see; others are answered like a missing permission. */
export function visibleUser({ core, manager }: Call, login: number): User {
  const user = core.book.users.get(login);
  if (!user) throw new Retcode(13);
  if (!maskMatcher(manager.groups)(user.group)) throw new Retcode(8);
  return user;
}

export function usersByMask({ core, manager }: Call, mask: string): User[] {
  const [wanted, allowed] = [maskMatcher(mask), maskMatcher(manager.groups)];
  return [...core.book.users.values()]
    .filter(({ group }) => wanted(group) && allowed(group))
    .sort((a, b) => a.login - b.login);
}

/** Exactly one of login, group and ticket selects; `undefined` when it is by ticket. */
export function selectUsers(call: Call): User[] | undefined {
  const { params } = call;
  const [logins, groups, tickets] = [params.list('login'), params.list('group'), params.list('ticket')];
  if ([logins, groups, tickets].filter((given) => given !== undefined).length !== 1) throw new Retcode(3);
  if (groups) return usersByMask(call, groups.join(','));
  return logins?.flatMap((login) => {
    const user = call.core.book.users.get(Number(login));
    return user && maskMatcher(call.manager.groups)(user.group) ? user : [];
  });
}

export function capped<T>(items: readonly T[], cap: number, render: (item: T) => unknown): Answer {
  const answer = items.slice(0, cap).map(render);
  return items.length > cap ? { code: 14, answer } : { answer };
}

export function page<T>(params: Params, items: readonly T[]): T[] {
  const [offset, total] = [params.needInt('offset'), params.needInt('total')];
  if (offset < 0 || total < 1 || total > 100) throw new Retcode(3);
  return items.slice(offset, offset + total);
}
