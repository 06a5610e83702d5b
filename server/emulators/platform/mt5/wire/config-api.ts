import { formatPoints, type Tick } from '../../../market/market';
import { groupQuote } from '../core';
import { maskMatcher } from '../mask';
import { Retcode, type SymbolSpec } from '../types';
import { type Answer, type Call, capped, type Endpoints } from './call';
import { renderGroup, renderSymbol } from './render';

const groupsOf = ({ core, manager }: Call) =>
  [...core.catalog.groups.values()].filter(({ group }) => maskMatcher(manager.groups)(group));

function group(call: Call): Answer {
  const name = call.params.text('group');
  if (name !== undefined) {
    const found = groupsOf(call).find((candidate) => candidate.group === name);
    if (!found) throw new Retcode(13);
    return { answer: renderGroup(found) };
  }
  const wanted = maskMatcher(call.params.need('mask'));
  return capped(
    groupsOf(call).filter((candidate) => wanted(candidate.group)),
    call.maskCap,
    renderGroup,
  );
}

/** A mask is a path; only a full name may come without one. */
function symbolsBy(call: Call, mask: string): SymbolSpec[] {
  const wanted = maskMatcher(mask);
  return [...call.core.catalog.symbols.values()].filter(
    ({ symbol, path }) => wanted(path) || mask.split(',').includes(symbol),
  );
}

function symbol(call: Call): Answer {
  const name = call.params.text('symbol');
  if (name !== undefined) {
    const spec = call.core.catalog.symbols.get(name);
    if (!spec) throw new Retcode(13);
    return { answer: renderSymbol(spec) };
  }
  return capped(symbolsBy(call, call.params.need('mask')), call.maskCap, renderSymbol);
}

function ticks(call: Call, shown: (tick: Tick) => Tick): Answer {
  const mask = call.params.need('symbol');
  if (mask.length > 4096) throw new Retcode(3);
  const names = symbolsBy(call, mask).map((spec) => spec.symbol);
  const { id, ticks: changed } = call.feed.since(names, call.params.int('trans_id') ?? 0);
  return { beside: { trans_id: String(id) }, answer: changed.map(shown).map((tick) => renderTick(call, tick)) };
}

function renderTick({ core }: Call, tick: Tick) {
  const wall = core.time.wallMs(tick.at);
  return {
    Symbol: tick.symbol,
    Digits: String(tick.digits),
    Datetime: String(Math.floor(wall / 1000)),
    DatetimeMsc: String(wall),
    Bid: formatPoints(tick.bidPoints, tick.digits),
    Ask: formatPoints(tick.askPoints, tick.digits),
    Last: formatPoints(0, tick.digits),
    Volume: '0',
    VolumeReal: '0.00',
  };
}

function ticksOfGroup(call: Call): Answer {
  const of = call.core.catalog.group(call.params.need('group'));
  return ticks(call, (tick) => groupQuote(call.core, call.core.catalog.effective(of, tick.symbol)) ?? tick);
}

function serverTime({ core }: Call): Answer {
  const wall = core.time.wallMs();
  const text = new Date(wall).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '.');
  return { answer: { Time: `${Math.floor(wall / 1000)} ${text}` } };
}

function timeZone({ core }: Call): Answer {
  const offset = core.time.offsetMinutes();
  const year = new Date(core.time.utcMs()).getUTCFullYear();
  const winter = Math.min(
    core.time.offsetMinutes(Date.UTC(year, 0, 15)),
    core.time.offsetMinutes(Date.UTC(year, 6, 15)),
  );
  const days = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => '1'));
  return {
    answer: {
      Daylight: '1',
      DaylightState: offset === winter ? '0' : '60',
      TimeZone: String(winter),
      TimeServer: '',
      Days: days,
    },
  };
}

export const configApi: Endpoints = {
  '/api/test/access': { needs: 'read', query: [], run: () => ({}) },
  '/api/time/server': { needs: 'read', query: [], run: serverTime },
  '/api/time/get': { needs: 'read', query: [], run: timeZone },
  '/api/group/get': { needs: 'read', query: ['group', 'mask'], run: group },
  '/api/group/list': {
    needs: 'read',
    query: [],
    run: (call) => ({ answer: groupsOf(call).map((found) => found.group) }),
  },
  '/api/group/total': {
    needs: 'read',
    query: [],
    run: (call) => ({ answer: { Total: String(groupsOf(call).length) } }),
  },
  '/api/symbol/get': { needs: 'read', query: ['symbol', 'mask'], run: symbol },
  '/api/symbol/list': { needs: 'read', query: [], run: ({ core }) => ({ answer: [...core.catalog.symbols.keys()] }) },
  '/api/symbol/total': {
    needs: 'read',
    query: [],
    run: ({ core }) => ({ answer: { Total: String(core.catalog.symbols.size) } }),
  },
  '/api/symbol/get_group': {
    needs: 'read',
    query: ['symbol', 'group'],
    run: ({ core, params }) => ({
      answer: renderSymbol(core.catalog.effective(core.catalog.group(params.need('group')), params.need('symbol'))),
    }),
  },
  '/api/tick/last': { needs: 'read', query: ['symbol', 'trans_id'], run: (call) => ticks(call, (tick) => tick) },
  '/api/tick/last_group': { needs: 'read', query: ['symbol', 'group', 'trans_id'], run: ticksOfGroup },
};
