/** Invented people and amounts for the design pages; they add up, and the same withdrawal runs through all of them. */
export const at = (clock: string, day = '2026-11-24'): string => `${day}T${clock}+02:00`;

export type Withdrawal = {
  id: string;
  client: string;
  minor: bigint;
  iban: string;
  passed: number;
  approvals: string;
  band: 'two' | 'one' | 'auto';
  due: string;
};

const row = (
  id: string,
  client: string,
  minor: bigint,
  iban: string,
  passed: number,
  approvals: string,
  band: Withdrawal['band'],
  due: string,
): Withdrawal => ({ id, client, minor, iban, passed, approvals, band, due });

export const withdrawals: readonly Withdrawal[] = [
  row('W-48213', 'Marit Oosterveld', 365000n, '8831', 7, '1/2', 'two', '15:00'),
  row('W-48198', 'Anselm Brandvik', 1240000n, '0217', 8, '1/2', 'two', '15:22'),
  row('W-48180', 'Corin Maddox', 1300000n, '9920', 8, '1/2', 'two', '15:40'),
  row('W-48177', 'Odile Farrant', 891520n, '4410', 8, '0/2', 'two', '15:44'),
  row('W-48204', 'Tomas Reinholt', 600000n, '7755', 8, '0/2', 'two', '15:51'),
  row('W-48221', 'Halina Wrede', 432075n, '1906', 6, '0/2', 'two', '15:54'),
  row('W-48186', 'Ruben Castellane', 245000n, '3302', 8, '0/1', 'one', '15:06'),
  row('W-48190', 'Ilka Sorensdal', 221000n, '6128', 8, '0/1', 'one', '15:13'),
  row('W-48192', 'Piers Aldworth', 203460n, '9041', 7, '0/1', 'one', '15:18'),
  row('W-48201', 'Tobiah Renn', 112000n, '5573', 7, '0/1', 'one', '15:18'),
  row('W-48207', 'نور حلواني', 198500n, '2280', 8, '0/1', 'one', '15:34'),
  row('W-48209', 'Edda Lunde', 176050n, '3719', 8, '0/1', 'one', '15:46'),
  row('W-48215', 'Cosmin Vladar', 150000n, '8146', 8, '0/1', 'one', '15:52'),
  row('W-48218', 'Ewa Stolarz', 93000n, '6602', 6, '0/1', 'one', '15:54'),
  row('W-48222', 'Jory Penhallan', 88025n, '1175', 8, '0/1', 'one', '15:57'),
  row('W-48225', 'Lena Aurich', 50000n, '7003', 8, 'auto', 'auto', '16:00'),
  row('W-48226', 'Mattis Hovde', 41000n, '2954', 8, 'auto', 'auto', '16:00'),
  row('W-48228', 'Greta Solvang', 14410n, '5087', 8, 'auto', 'auto', '16:00'),
];

export const runs = [
  {
    id: 'sepa',
    name: 'SEPA',
    asset: 'EUR',
    minor: 6421040n,
    funded: 8000000n,
    count: 18,
    left: '1 h 18 m',
    at: '16:00',
  },
  {
    id: 'card',
    name: 'Card',
    asset: 'EUR',
    minor: 1248000n,
    funded: 2500000n,
    count: 11,
    left: '8 h 18 m',
    at: '23:00',
  },
  {
    id: 'usdt',
    name: 'USDT TRC-20',
    asset: 'USDT',
    minor: 38120500000n,
    funded: 31400000000n,
    count: 7,
    left: '48 m',
    at: '15:30',
  },
  {
    id: 'wire',
    name: 'Wire',
    asset: 'USD',
    minor: 2160000n,
    funded: 6000000n,
    count: 3,
    left: '2 h 48 m',
    at: '17:30',
  },
  {
    id: 'wallet',
    name: 'E-wallet',
    asset: 'USD',
    minor: 94000n,
    funded: 500000n,
    count: 2,
    left: '8 h 18 m',
    at: '23:00',
  },
] as const;

export type Exposure = {
  symbol: string;
  long: string;
  short: string;
  left: string;
  band: number;
  use: number;
  leftMinor: bigint;
  floating: bigint;
  today: bigint;
};

export const exposures: readonly Exposure[] = [
  {
    symbol: 'XAUUSD',
    long: '141.30',
    short: '68.10',
    left: '-52.00',
    band: 40,
    use: -1.3,
    leftMinor: -1395784000n,
    floating: -6102775n,
    today: -3821440n,
  },
  {
    symbol: 'EURUSD',
    long: '286.45',
    short: '341.20',
    left: '34.75',
    band: 80,
    use: 0.43,
    leftMinor: 403100000n,
    floating: 822040n,
    today: 1240815n,
  },
  {
    symbol: 'GBPUSD',
    long: '98.10',
    short: '64.75',
    left: '-23.35',
    band: 50,
    use: -0.47,
    leftMinor: -306352000n,
    floating: -204510n,
    today: 311090n,
  },
  {
    symbol: 'USDJPY',
    long: '141.60',
    short: '203.05',
    left: '36.45',
    band: 60,
    use: 0.61,
    leftMinor: 364500000n,
    floating: 441630n,
    today: 987105n,
  },
  {
    symbol: 'US100',
    long: '310.00',
    short: '452.00',
    left: '196.00',
    band: 220,
    use: 0.89,
    leftMinor: 409916400n,
    floating: -318050n,
    today: 554000n,
  },
  {
    symbol: 'GER40',
    long: '188.00',
    short: '151.50',
    left: '-36.50',
    band: 160,
    use: -0.23,
    leftMinor: -82165000n,
    floating: 91120n,
    today: -120664n,
  },
  {
    symbol: 'BTCUSD',
    long: '14.62',
    short: '9.08',
    left: '-3.54',
    band: 10,
    use: -0.35,
    leftMinor: -33339700n,
    floating: -411520n,
    today: -279035n,
  },
];

export const usual = [
  { label: 'Registrations', now: '412', value: 412, low: 350, high: 420, range: '350 to 420', outside: 'none' },
  { label: 'First deposits', now: '88', value: 88, low: 61, high: 84, range: '61 to 84', outside: 'none' },
  {
    label: 'Deposits, EUR',
    now: '214,310.00',
    value: 214310,
    low: 171000,
    high: 209000,
    range: '171k to 209k',
    outside: 'none',
  },
  {
    label: 'Withdrawals, EUR',
    now: '142,880.50',
    value: 142880.5,
    low: 98000,
    high: 149000,
    range: '98k to 149k',
    outside: 'none',
  },
  {
    label: 'Card approval',
    now: '81.4 %',
    value: 81.4,
    low: 85.1,
    high: 88,
    range: '85.1 to 88.0 %',
    outside: 'warning',
  },
  {
    label: 'KYC, median',
    now: '6 h 12 m',
    value: 372,
    low: 120,
    high: 210,
    range: '2 h to 3 h 30',
    outside: 'destructive',
  },
] as const;

export const work = [
  {
    id: 'd',
    kind: 'Deposit',
    about: 'Ruben Castellane',
    note: 'login 700355',
    minor: 250000n,
    due: '14:30',
    waits: 'Platform',
  },
  {
    id: 'b',
    kind: 'Break',
    about: 'SEPA credit 1,980.00',
    note: 'no client',
    minor: 198000n,
    due: '14:38',
    waits: 'You',
  },
  {
    id: 'w1',
    kind: 'Withdrawal',
    about: 'Marit Oosterveld',
    note: 'second approval',
    minor: 485000n,
    due: '15:00',
    waits: 'You',
  },
  { id: 'w2', kind: 'Withdrawal', about: 'Tobiah Renn', note: 'new IBAN', minor: 112000n, due: '15:18', waits: 'You' },
  { id: 'c', kind: 'Chargeback', about: 'Ewa Stolarz', note: 'evidence', minor: 25000n, due: '16:32', waits: 'You' },
  {
    id: 'p',
    kind: 'Payout',
    about: 'Saltmarsh Network',
    note: 'partner, Oct',
    minor: 631842n,
    due: '17:42',
    waits: 'Rhea K.',
  },
  {
    id: 't',
    kind: 'Top-up',
    about: 'USDT TRC-20 float',
    note: 'under 2 days',
    minor: 4000000n,
    due: '18:00',
    waits: 'You',
  },
] as const;

const week = ['18 Nov', '19 Nov', '20 Nov', '21 Nov', '22 Nov', '23 Nov', '24 Nov'];
const deposits = [171200, 198400, 224900, 64100, 58200, 203700, 214310];
const before = [160300, 187000, 190100, 60500, 66400, 181900, 199800];
const result = [12400, -8300, 22100, 0, 0, 15900, -6134];
export const depositPoints = week.map((day, index) => ({
  at: day,
  values: { now: deposits[index] ?? null, before: before[index] ?? null },
}));
export const resultPoints = week.map((day, index) => ({ at: day, values: { now: result[index] ?? null } }));
