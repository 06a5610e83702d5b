/** What fate the story has for a client. Each is a way money or trust goes wrong somewhere, and must not here. */
export const fates = [
  'happy',
  'winner',
  'refused_by_kyc',
  'asked_again',
  'listed',
  'declined_card',
  'charged_twice',
  'overdraws',
  'short_of_margin',
  'cancels',
  'is_rejected',
  'bank_refuses',
  'renewal_refused',
  'refund_fails',
] as const;
export type Fate = (typeof fates)[number];

export type Person = {
  readonly n: number;
  readonly fate: Fate;
  readonly firstName: string;
  readonly lastName: string;
  readonly bornOn: string;
  readonly country: string;
  readonly source: string;
  readonly campaign: string;
  readonly currency: 'EUR' | 'USD';
  /** Whole units, so that every sum below is exact. */
  readonly deposit: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly device: string;
  readonly address: string;
};

/** Mulberry32: the story's choices follow from the seed alone. */
export function rngOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const firstNames =
  'Anouk Bruno Carla Dimitri Elif Fenna Goran Hanna Ivo Jelena Kasper Leila Marko Nora Otto Petra Rasmus Selma Tarik Ulla Vera Wim Yara Zeno'.split(
    ' ',
  );
const lastNames =
  'Abelsson Brandt Castellan Dragomir Eberhart Fontaine Grabow Hollander Isaksen Jurmala Kestrel Lindgren Marchetti Novotny Oberlin Pellegrin Quist Rosendal Sandoval Tervonen Ulmanis Verhoeven Wexler Zambrano'.split(
    ' ',
  );
const countries = ['CY', 'DE', 'NL', 'GR', 'PL', 'PT', 'AT', 'FI'];
const sources = ['google', 'partner', 'newsletter', 'comparison', 'direct'];
/** Beyond one of each, how often: most people are ordinary. */
const shares: ReadonlyArray<readonly [Fate, number]> = [
  ['happy', 0.5],
  ['winner', 0.15],
  ['refused_by_kyc', 0.04],
  ['asked_again', 0.04],
  ['declined_card', 0.05],
  ['charged_twice', 0.05],
  ['overdraws', 0.05],
  ['short_of_margin', 0.04],
  ['cancels', 0.04],
  ['is_rejected', 0.02],
  ['bank_refuses', 0.02],
  ['refund_fails', 0.02],
];

const pick = <T>(rng: () => number, all: readonly T[], otherwise: T): T =>
  all[Math.floor(rng() * all.length)] ?? otherwise;

function fateOf(rng: () => number): Fate {
  let left = rng();
  for (const [fate, share] of shares) {
    left -= share;
    if (left < 0) return fate;
  }
  return 'happy';
}

/** The same seed gives the same people with the same fates. One of each fate comes first, then shares. */
export function castOf(seed: number, clients: number, symbols: readonly string[]): Person[] {
  const rng = rngOf(seed);
  return Array.from({ length: clients }, (_, i) => {
    const fate = fates[i] ?? fateOf(rng);
    const hex = () =>
      Math.floor(rng() * 0xffff_ffff)
        .toString(16)
        .padStart(8, '0');
    return {
      n: i + 1,
      fate,
      firstName: pick(rng, firstNames, 'Anouk'),
      lastName: `${pick(rng, lastNames, 'Brandt')}${suffix(i)}`,
      bornOn: `${1960 + Math.floor(rng() * 40)}-0${1 + Math.floor(rng() * 9)}-1${Math.floor(rng() * 9)}`,
      country: pick(rng, countries, 'CY'),
      source: pick(rng, sources, 'direct'),
      campaign: `autumn-${1 + Math.floor(rng() * 3)}`,
      currency: rng() < 0.75 ? ('EUR' as const) : ('USD' as const),
      deposit: 300 + 50 * Math.floor(rng() * 14),
      symbol: pick(rng, symbols, 'EURUSD'),
      side: rng() < 0.5 ? ('buy' as const) : ('sell' as const),
      device: `${hex()}-${hex()}-${hex()}`,
      address: `198.51.${100 + Math.floor(i / 250)}.${1 + (i % 250)}`,
    };
  });
}

/** Names told apart by letters, because a digit in a name is a finding of its own. */
const suffix = (i: number): string => (i < lastNames.length ? '' : `-${lastNames[i % lastNames.length]}`);
