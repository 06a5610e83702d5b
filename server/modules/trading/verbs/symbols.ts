import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { describeInstrument } from '../instruments';
import { currentSpecs, insertSpecs, retireSpecs } from '../repository/market';
import { platformConnection } from '../repository/offers';

const decimals = z.string().regex(/^-?\d{1,30}(\.\d{1,20})?$/);
const text = z.string().max(300);

const SymbolInput = z.object({
  symbol: z.string().min(1).max(60),
  path: text,
  description: text,
  baseCurrency: z.string().max(12),
  profitCurrency: z.string().max(12),
  marginCurrency: z.string().max(12),
  digits: z.number().int().min(0).max(12),
  contractSize: decimals,
  lotsMin: decimals,
  lotsMax: decimals,
  lotsStep: decimals,
  tradeMode: z.enum(['disabled', 'long_only', 'short_only', 'close_only', 'full']),
  swapLong: decimals,
  swapShort: decimals,
  version: z.string().max(60),
});

/** The instruments of a platform as they are now; what changed becomes a further version that deals point at. */
export const recordSymbols = command({
  name: 'trading.symbol.record',
  actors: ['job'],
  input: z.object({ connectionId: idSchema('connection'), symbols: z.array(SymbolInput).max(20_000) }),
  output: z.object({ changed: z.number().int(), gone: z.number().int() }),
  run: async (uow, { connectionId, symbols }) => {
    found(await platformConnection(uow, connectionId), 'connection_not_found');
    const known = new Map((await currentSpecs(uow, connectionId)).map((row) => [row.symbol, row.version]));
    const changed = symbols.filter(({ symbol, version }) => known.get(symbol) !== version);
    const listed = new Set(symbols.map(({ symbol }) => symbol));
    const gone = [...known.keys()].filter((symbol) => !listed.has(symbol));
    await retireSpecs(uow, connectionId, [...changed.map(({ symbol }) => symbol), ...gone]);
    await insertSpecs(
      uow,
      changed.map((spec) => {
        const { assetClass, base } = describeInstrument(spec);
        return { ...spec, connectionId, assetClass, baseCurrency: base, isCurrent: true, seenFrom: uow.now };
      }),
    );
    uow.audit({
      object: { type: 'connection', id: connectionId },
      facts: {
        symbols: symbols.length,
        gone,
        changed: changed
          .slice(0, 100)
          .map(({ symbol, version }) => ({ symbol, from: known.get(symbol) ?? null, to: version })),
      },
    });
    return { changed: changed.length, gone: gone.length };
  },
});

/** The versions on record, to see whether a look brought anything new. */
export const symbolVersions = query({
  name: 'trading.symbol.list_versions',
  actors: ['job'],
  input: z.object({ connectionId: idSchema('connection') }),
  output: z.record(z.string(), z.string()),
  run: async (read, { connectionId }) =>
    Object.fromEntries((await currentSpecs(read, connectionId)).map(({ symbol, version }) => [symbol, version])),
});
