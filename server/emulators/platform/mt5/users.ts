import { createHash } from 'node:crypto';
import { type Core, groupOf, userOf } from './core';
import { type Group, Retcode, rightsBits, type User } from './types';

/** Longest text the server keeps; the rest is cut without a word. */
const limits: Readonly<Record<string, number>> = {
  Name: 127,
  FirstName: 63,
  LastName: 63,
  MiddleName: 63,
  Company: 63,
  Account: 31,
  Country: 31,
  Language: 7,
  City: 31,
  State: 31,
  ZIPCode: 15,
  Address: 127,
  Phone: 31,
  Email: 63,
  ID: 31,
  Status: 15,
  Comment: 63,
  Color: 15,
  PhonePassword: 31,
  LeadSource: 31,
  LeadCampaign: 31,
  MQID: 31,
};
export const textFields: readonly string[] = Object.keys(limits);

export type LoginRange = { readonly from: number; readonly to: number };

export type UserChange = {
  readonly group?: string;
  readonly leverage?: number;
  readonly rights?: number;
  readonly agent?: number;
  readonly fields: Readonly<Record<string, string>>;
};
export type NewUser = UserChange & { readonly login: number; readonly passMain: string; readonly passInvestor: string };

export const passwordDigest = (login: number, password: string): string =>
  createHash('sha256').update(`${login}:${password}`).digest('hex');

/** Four classes of characters, the group's minimum (never below 8), at most 16. */
function isAcceptable(password: string, group: Group): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
  const min = Math.max(8, group.authPasswordMin);
  return password.length >= min && password.length <= 16 && classes.every((test) => test.test(password));
}

const cutFields = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.slice(0, limits[name] ?? 0)]));

function freeLogin(core: Core, range: LoginRange): number {
  for (let login = Math.max(core.book.meta.nextLogin, range.from); login <= range.to; login += 1) {
    if (!core.book.users.has(login) && !core.book.archive.has(login)) {
      core.book.setMeta({ nextLogin: login + 1 });
      return login;
    }
  }
  throw new Retcode(3002);
}

export function addUser(core: Core, range: LoginRange, input: NewUser): User {
  const group = input.group === undefined ? undefined : core.catalog.groups.get(input.group);
  // The vendor answers "permissions" for a group that does not exist.
  if (!group) throw new Retcode(input.group === undefined ? 3 : 8);
  if (!input.leverage || input.leverage < 1 || input.leverage > 500 || !input.fields.Name) throw new Retcode(3);
  if (input.login !== 0 && (input.login < range.from || input.login > range.to)) throw new Retcode(3003);
  if (core.book.users.has(input.login) || core.book.archive.has(input.login)) throw new Retcode(3004);
  if (!isAcceptable(input.passMain, group) || !isAcceptable(input.passInvestor, group)) throw new Retcode(3006);
  const login = input.login === 0 ? freeLogin(core, range) : input.login;
  const registration = Math.floor(core.time.wallMs() / 1000);
  const user: User = {
    login,
    group: group.group,
    rights:
      input.rights ??
      rightsBits.enabled | rightsBits.password | rightsBits.trailing | rightsBits.expert | rightsBits.reports,
    leverage: input.leverage,
    agent: input.agent ?? 0,
    balance: 0n,
    credit: 0n,
    registration,
    lastPassChange: registration,
    passMain: passwordDigest(login, input.passMain),
    passInvestor: passwordDigest(login, input.passInvestor),
    fields: cutFields(input.fields),
  };
  core.book.putUser(user);
  return user;
}

/** Invalid values are left as they were and the call still succeeds: the caller must read what comes back. */
export function updateUser(core: Core, login: number, change: UserChange): User {
  const user = userOf(core, login);
  const group = change.group === undefined ? groupOf(core, user) : core.catalog.groups.get(change.group);
  if (!group) throw new Retcode(8);
  if (group.currency !== groupOf(core, user).currency) throw new Retcode(3010);
  const { leverage = user.leverage } = change;
  const updated: User = {
    ...user,
    group: group.group,
    rights: change.rights ?? user.rights,
    leverage: Number.isInteger(leverage) && leverage >= 1 && leverage <= 500 ? leverage : user.leverage,
    agent: change.agent ?? user.agent,
    fields: { ...user.fields, ...cutFields(change.fields) },
  };
  core.book.putUser(updated);
  return updated;
}

export function deleteUser(core: Core, login: number): void {
  userOf(core, login);
  if (core.book.positionsOf(login).length > 0) throw new Retcode(3008);
  core.book.drop('user', login);
}

export function archiveUser(core: Core, login: number): void {
  const user = userOf(core, login);
  if (core.book.positionsOf(login).length > 0) throw new Retcode(3008);
  core.book.putArchived(user);
  core.book.drop('user', login);
  core.active.delete(login);
}

export function changePassword(core: Core, login: number, type: string, password: string): void {
  const user = userOf(core, login);
  if (type !== 'main' && type !== 'investor') throw new Retcode(3);
  if (!isAcceptable(password, groupOf(core, user))) throw new Retcode(3006);
  const digest = passwordDigest(login, password);
  const lastPassChange = Math.floor(core.time.wallMs() / 1000);
  core.book.putUser({
    ...user,
    lastPassChange,
    ...(type === 'main' ? { passMain: digest } : { passInvestor: digest }),
  });
}

export function checkPassword(core: Core, login: number, type: string, password: string): void {
  const user = userOf(core, login);
  const kept = type === 'main' ? user.passMain : type === 'investor' ? user.passInvestor : undefined;
  if (kept === undefined) throw new Retcode(3);
  if (kept !== passwordDigest(login, password)) throw new Retcode(3006);
}
