import { balanceOperation } from '../balance';
import { type Deal, Retcode } from '../types';
import { type Answer, type Call, type Endpoints, page, selectUsers, visibleUser } from './call';
import { renderDeal, renderPosition } from './render';

function balance(call: Call): Answer {
  const { core, params } = call;
  const deal = balanceOperation(core, {
    login: visibleUser(call, params.needInt('login')).login,
    type: params.needInt('type'),
    amount: params.need('balance'),
    comment: params.text('comment') ?? '',
    checkMargin: params.text('check_margin') !== '0',
  });
  return { answer: { Ticket: String(deal.deal) } };
}

const byTime = (a: Deal, b: Deal): number => a.timeMsc - b.timeMsc || a.deal - b.deal;

/** Bounds in whole seconds of the server's clock, both inclusive. */
function dealsBetween(call: Call, logins: readonly number[]): Deal[] {
  const { core, params } = call;
  const [from, to] = [params.needInt('from'), params.needInt('to')];
  return logins
    .flatMap((login) => core.book.dealsOf(login))
    .filter((deal) => Math.floor(deal.timeMsc / 1000) >= from && Math.floor(deal.timeMsc / 1000) <= to)
    .sort(byTime);
}

function dealBatch(call: Call): Answer {
  const users = selectUsers(call);
  const symbols = call.params.list('symbol');
  const deals = users
    ? dealsBetween(
        call,
        users.map(({ login }) => login),
      ).filter((deal) => !symbols || symbols.includes(deal.symbol))
    : (call.params.list('ticket') ?? []).flatMap((ticket) => call.core.book.deals.get(Number(ticket)) ?? []);
  return { answer: deals.map(renderDeal) };
}

const dealsOfLogin = (call: Call): Deal[] =>
  dealsBetween(call, [visibleUser(call, call.params.needInt('login')).login]);

function positionBatch(call: Call): Answer {
  const { core } = call;
  const users = selectUsers(call);
  const symbols = call.params.list('symbol');
  const positions = users
    ? users
        .flatMap((user) => core.book.positionsOf(user.login))
        .filter(({ symbol }) => !symbols || symbols.includes(symbol))
    : (call.params.list('ticket') ?? []).flatMap((ticket) => core.book.positions.get(Number(ticket)) ?? []);
  return { answer: positions.map((position) => renderPosition(core, position)) };
}

const positionsOfLogin = (call: Call) =>
  call.core.book.positionsOf(visibleUser(call, call.params.needInt('login')).login);

const range = ['login', 'from', 'to'];
const selectors = ['login', 'group', 'ticket', 'symbol'];

export const tradeApi: Endpoints = {
  '/api/trade/balance': {
    needs: 'accountant',
    query: ['login', 'type', 'balance', 'comment', 'check_margin'],
    run: balance,
  },
  '/api/deal/get': {
    needs: 'trades',
    query: ['ticket'],
    run: (call) => {
      const deal = call.core.book.deals.get(call.params.needInt('ticket'));
      if (!deal) throw new Retcode(13);
      return { answer: renderDeal(deal) };
    },
  },
  '/api/deal/get_total': {
    needs: 'trades',
    query: range,
    run: (call) => ({ answer: { Total: String(dealsOfLogin(call).length) } }),
  },
  '/api/deal/get_page': {
    needs: 'trades',
    query: [...range, 'offset', 'total'],
    run: (call) => ({ answer: page(call.params, dealsOfLogin(call)).map(renderDeal) }),
  },
  '/api/deal/get_batch': { needs: 'trades', query: [...selectors, 'from', 'to'], run: dealBatch },
  '/api/position/get_total': {
    needs: 'trades',
    query: ['login'],
    run: (call) => ({ answer: { Total: String(positionsOfLogin(call).length) } }),
  },
  '/api/position/get_page': {
    needs: 'trades',
    query: ['login', 'offset', 'total'],
    run: (call) => ({
      answer: page(call.params, positionsOfLogin(call)).map((position) => renderPosition(call.core, position)),
    }),
  },
  '/api/position/get_batch': { needs: 'trades', query: selectors, run: positionBatch },
};
