/** What a symbol is, from the attributes a platform gives, never from the look of its name alone. */
export type AssetClass =
  | 'fx'
  | 'metal'
  | 'index'
  | 'energy'
  | 'commodity'
  | 'share'
  | 'fund'
  | 'crypto'
  | 'bond'
  | 'other';

export type Instrument = {
  readonly assetClass: AssetClass;
  /** Currency, metal or coin that is bought; null where the contract has none (an index). */
  readonly base: string | null;
  readonly quote: string;
  /** Canonical name of what an index contract follows, as `DAX`. */
  readonly underlying: string | null;
  readonly isGovernmentBond?: boolean;
};

/** MT5 names in brackets: CurrencyBase, CurrencyProfit, CalcMode 3 or Path, Description, ISIN. */
export type SymbolSpec = {
  readonly symbol: string;
  readonly baseCurrency: string;
  readonly profitCurrency: string;
  readonly path: string;
  readonly description?: string;
  readonly isin?: string;
  readonly isIndexCfd?: boolean;
};

const metals = new Set(['XAU', 'XAG', 'XPT', 'XPD', 'GOLD', 'SILVER']);
const coins = new Set(
  'BTC XBT ETH LTC XRP BCH ADA DOT SOL DOGE BNB TRX XLM XMR EOS DSH DASH ZEC AVAX LINK MATIC UNI ATOM SHIB TON'.split(
    ' ',
  ),
);
const fiat = new Set(
  (
    'AED AUD BGN BHD BRL CAD CHF CLP CNH CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD KZT MXN MYR NGN ' +
    'NOK NZD OMR PEN PHP PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH UGX USD VND XOF ZAR'
  ).split(' '),
);

/** The names brokers give to index contracts; the key is what regulators list. */
const indices: Readonly<Record<string, readonly string[]>> = {
  FTSE100: ['UK100', 'FTSE', 'FTSE100', 'GBRIDX', 'UKX'],
  CAC40: ['FRA40', 'FR40', 'CAC', 'CAC40', 'F40'],
  DAX: ['GER30', 'GER40', 'DE30', 'DE40', 'DAX', 'DAX30', 'DAX40', 'GERMANY40', 'DEUIDX'],
  DJIA: ['US30', 'WS30', 'DJ30', 'DJI30', 'DJIA', 'DOW', 'DOW30', 'USA30', 'WALLST30', 'YM'],
  SP500: ['US500', 'SPX500', 'SPX', 'SP500', 'USA500', 'ES'],
  NASDAQ100: ['US100', 'NAS100', 'NDX100', 'NDX', 'USTEC', 'USTECH', 'USA100', 'NQ', 'NASDAQ100'],
  NASDAQCOMP: ['NASDAQ', 'COMPX', 'NASCOMP'],
  NIKKEI225: ['JP225', 'JPN225', 'NI225', 'NK225', 'NIKKEI', 'NIKKEI225'],
  ASX200: ['AUS200', 'AU200', 'ASX200', 'SPI200'],
  EUROSTOXX50: ['EU50', 'EUSTX50', 'STOXX50', 'ESTX50', 'EUROSTOXX50', 'EURO50', 'ESX50'],
  HSI: ['HK50', 'HKG50', 'HSI'],
  IBEX35: ['ESP35', 'SPA35', 'ES35', 'IBEX35'],
  FTSEMIB: ['ITA40', 'IT40', 'FTSEMIB'],
  RUSSELL2000: ['US2000', 'RUSS2000', 'RTY'],
  SMI: ['SUI20', 'SWI20', 'CH20', 'SMI20', 'SMI'],
  AEX: ['NETH25', 'NED25', 'NL25', 'AEX'],
  CHINA50: ['CHINA50', 'CN50', 'CHN50', 'A50'],
};
const indexOf = new Map(Object.entries(indices).flatMap(([name, aliases]) => aliases.map((alias) => [alias, name])));

/** Words of the folders that brokers sort symbols into; the first that fits. */
const folders: readonly [RegExp, AssetClass][] = [
  [/crypto|coin/, 'crypto'],
  [/indic|index/, 'index'],
  [/metal|gold|silver/, 'metal'],
  [/energ|oil|gas\b/, 'energy'],
  [/commodit|soft|agri|grain/, 'commodity'],
  [/bond|treasur|rates/, 'bond'],
  [/\betf|fund/, 'fund'],
  [/share|stock|equit/, 'share'],
  [/forex|\bfx\b|currenc|major|minor|exotic/, 'fx'],
];

/** "EURUSD.r", "#US30", "XAUUSDm", "GER40.cash" name what they name without their decoration. */
function stems(symbol: string): string[] {
  const bare = symbol.replace(/^[#._!]+/, '');
  const head = bare.split(/[._\-#!+ ]/)[0] ?? '';
  return [...new Set([head, head.replace(/[a-z]+$/, ''), bare].map((text) => text.toUpperCase()))].filter(
    (text) => text,
  );
}

/** Platforms may leave both currencies of a CFD at USD; then a pair is read from the name. */
function pairOf(spec: SymbolSpec): { base: string; quote: string } {
  const base = spec.baseCurrency.toUpperCase();
  const quote = spec.profitCurrency.toUpperCase();
  if (base !== quote) return { base, quote };
  for (const stem of stems(spec.symbol)) {
    const [head, tail] = [stem.slice(0, -3), stem.slice(-3)];
    if (tail === quote && (metals.has(head) || coins.has(head) || fiat.has(head))) return { base: head, quote };
  }
  return { base, quote };
}

/** The deepest folder speaks first: "Gold clients\\Shares\\AAPL" is a share. */
function folderClass(spec: SymbolSpec): AssetClass | undefined {
  const parts = spec.path.toLowerCase().split(/[\\/]+/);
  if (parts.at(-1) === spec.symbol.toLowerCase()) parts.pop();
  for (const part of parts.reverse()) {
    const hit = folders.find(([words]) => words.test(part));
    if (hit) return hit[1];
  }
  return undefined;
}

export function describeInstrument(spec: SymbolSpec): Instrument {
  const { base, quote } = pairOf(spec);
  const byFolder = folderClass(spec);
  const make = (assetClass: AssetClass, rest: Partial<Instrument> = {}): Instrument => ({
    assetClass,
    base: null,
    quote,
    underlying: null,
    ...rest,
  });
  // Coins before all: the strictest cap must not be lost to a folder called "Forex".
  if (coins.has(base) || coins.has(quote) || byFolder === 'crypto') return make('crypto', { base });
  if (metals.has(base)) return make('metal', { base: base === 'GOLD' ? 'XAU' : base === 'SILVER' ? 'XAG' : base });
  if (fiat.has(base) && fiat.has(quote) && base !== quote && byFolder !== 'index') return make('fx', { base });
  const underlying =
    stems(spec.symbol)
      .map((stem) => indexOf.get(stem))
      .find((name) => name !== undefined) ?? null;
  if (spec.isIndexCfd || byFolder === 'index') return make('index', { underlying });
  if (spec.isin || byFolder === 'share') return make(byFolder === 'bond' || byFolder === 'fund' ? byFolder : 'share');
  if (byFolder === 'bond') {
    return make('bond', {
      isGovernmentBond: /treasury|gilt|bund|\bgov/.test(`${spec.path} ${spec.description ?? ''}`.toLowerCase()),
    });
  }
  // "FX" in a folder name does not make a contract without two currencies a pair.
  return make(byFolder === undefined || byFolder === 'fx' ? 'other' : byFolder);
}
