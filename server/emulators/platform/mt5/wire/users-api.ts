import { accountState } from '../accounts';
import { balanceByHistory } from '../balance';
import { groupOf } from '../core';
import { minorText } from '../money';
import { Retcode } from '../types';
import {
  addUser,
  archiveUser,
  changePassword,
  checkPassword,
  deleteUser,
  textFields,
  type UserChange,
  updateUser,
} from '../users';
import { type Answer, type Call, type Endpoints, type Params, selectUsers, usersByMask, visibleUser } from './call';
import { renderAccount, renderUser } from './render';

// In the query the vendor's pages write these names in small letters, in the body as the record has them.
const queryNames: Readonly<Record<string, string>> = Object.fromEntries(
  textFields.map((name) => [name === 'PhonePassword' ? 'pass_phone' : name.toLowerCase(), name]),
);
const changeable = ['group', 'leverage', 'rights', 'agent', ...Object.keys(queryNames)];
const changeableBody = ['Group', 'Leverage', 'Rights', 'Agent', ...textFields];

function changeOf(params: Params): UserChange {
  const fields: Record<string, string> = {};
  for (const [small, name] of Object.entries(queryNames)) {
    const value = params.text(small, name);
    if (value !== undefined) fields[name] = value;
  }
  const group = params.text('group', 'Group');
  const [leverage, rights, agent] = [
    params.int('leverage', 'Leverage'),
    params.int('rights', 'Rights'),
    params.int('agent', 'Agent'),
  ];
  return {
    fields,
    ...(group === undefined ? {} : { group }),
    ...(leverage === undefined ? {} : { leverage }),
    ...(rights === undefined ? {} : { rights }),
    ...(agent === undefined ? {} : { agent }),
  };
}

const login = (call: Call): number => visibleUser(call, call.params.needInt('login')).login;

function add(call: Call): Answer {
  const { core, params } = call;
  const user = addUser(core, call.logins, {
    ...changeOf(params),
    login: params.int('login', 'Login') ?? 0,
    passMain: params.need('pass_main', 'PassMain'),
    passInvestor: params.need('pass_investor', 'PassInvestor'),
  });
  return { answer: renderUser(core, user) };
}

/** Only an account with positions, or with activity since the server started, has a state to read. */
function accountOf(call: Call, of: number): unknown[] {
  const { core } = call;
  const user = core.book.users.get(of);
  if (!user || (!core.active.has(of) && core.book.positionsOf(of).length === 0)) return [];
  return [renderAccount(user, groupOf(core, user), accountState(core, user))];
}

function account(call: Call): Answer {
  const [state] = accountOf(call, login(call));
  if (!state) throw new Retcode(13);
  return { answer: state };
}

function checkBalance(call: Call): Answer {
  const { core } = call;
  const user = visibleUser(call, call.params.needInt('login'));
  const { currencyDigits } = groupOf(core, user);
  const history = balanceByHistory(core, user.login);
  if (call.params.text('fixflag') === '1') core.book.putUser({ ...user, ...history });
  const now = core.book.users.get(user.login) ?? user;
  const text = (minor: bigint) => minorText(minor, currencyDigits);
  return {
    answer: {
      Balance: { User: text(now.balance), History: text(history.balance) },
      Credit: { User: text(now.credit), History: text(history.credit) },
    },
  };
}

function password(apply: typeof changePassword): (call: Call) => Answer {
  return (call) => {
    const { params } = call;
    const of = visibleUser(call, params.needInt('login', 'Login')).login;
    apply(call.core, of, params.need('type', 'Type'), params.need('password', 'Password'));
    return {};
  };
}

const done =
  (apply: typeof deleteUser): ((call: Call) => Answer) =>
  (call) => {
    apply(call.core, login(call));
    return {};
  };

const passwordBody = ['Login', 'Type', 'Password'];
const rendered = (call: Call): Answer => ({
  answer: (selectUsers(call) ?? []).map((user) => renderUser(call.core, user)),
});

export const usersApi: Endpoints = {
  '/api/user/add': {
    needs: 'accounts',
    query: ['login', ...changeable, 'pass_main', 'pass_investor'],
    body: ['Login', 'PassMain', 'PassInvestor', ...changeableBody],
    run: add,
  },
  '/api/user/update': {
    needs: 'accounts',
    query: ['login', ...changeable],
    body: changeableBody,
    run: (call) => ({ answer: renderUser(call.core, updateUser(call.core, login(call), changeOf(call.params))) }),
  },
  '/api/user/delete': { needs: 'accounts', query: ['login'], run: done(deleteUser) },
  '/api/user/get': {
    needs: 'read',
    query: ['login'],
    run: (call) => ({ answer: renderUser(call.core, visibleUser(call, call.params.needInt('login'))) }),
  },
  '/api/user/get_batch': { needs: 'read', query: ['login', 'group'], run: rendered },
  '/api/user/logins': {
    needs: 'read',
    query: ['group'],
    run: (call) => ({ answer: usersByMask(call, call.params.need('group')).map((user) => String(user.login)) }),
  },
  '/api/user/total': {
    needs: 'read',
    query: [],
    run: (call) => ({ answer: { Total: String(usersByMask(call, '*').length) } }),
  },
  '/api/user/group': {
    needs: 'read',
    query: ['login'],
    run: (call) => ({ answer: { Group: visibleUser(call, call.params.needInt('login')).group } }),
  },
  '/api/user/check_password': {
    needs: 'read',
    query: ['login', 'type', 'password'],
    body: passwordBody,
    run: password(checkPassword),
  },
  '/api/user/change_password': {
    needs: 'accounts',
    query: ['login', 'type', 'password'],
    body: passwordBody,
    run: password(changePassword),
  },
  '/api/user/account/get': { needs: 'read', query: ['login'], run: account },
  '/api/user/account/get_batch': {
    needs: 'read',
    query: ['login', 'group'],
    run: (call) => ({ answer: (selectUsers(call) ?? []).flatMap((user) => accountOf(call, user.login)) }),
  },
  '/api/user/check_balance': { needs: 'accountant', query: ['login', 'fixflag'], run: checkBalance },
  '/api/user/archive/add': {
    needs: 'accounts',
    query: ['login'],
    run: done(archiveUser),
  },
  '/api/user/archive/get': {
    needs: 'read',
    query: ['login'],
    run: (call) => {
      const user = call.core.book.archive.get(call.params.needInt('login'));
      if (!user) throw new Retcode(13);
      return { answer: renderUser(call.core, user) };
    },
  },
};
