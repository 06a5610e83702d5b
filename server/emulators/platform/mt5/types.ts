/** Money is whole minor units of the deposit currency, prices are points, volumes 1e-8 lot, times milliseconds of the server's own wall clock. */
export type User = {
  readonly login: number;
  readonly group: string;
  readonly rights: number;
  readonly leverage: number;
  readonly agent: number;
  readonly balance: bigint;
  readonly credit: bigint;
  readonly registration: number;
  readonly lastPassChange: number;
  readonly passMain: string;
  readonly passInvestor: string;
  /** Name, Email, Comment and the like, under the names of the wire. */
  readonly fields: Readonly<Record<string, string>>;
};

export type Deal = {
  readonly deal: number;
  readonly login: number;
  readonly dealer: number;
  readonly order: number;
  readonly action: number;
  readonly entry: number;
  readonly reason: number;
  readonly digits: number;
  readonly digitsCurrency: number;
  readonly contractSize: number;
  readonly timeMsc: number;
  readonly symbol: string;
  readonly pricePoints: number;
  readonly volumeExt: number;
  readonly volumeClosedExt: number;
  readonly profit: bigint;
  readonly storage: bigint;
  readonly commission: bigint;
  readonly rateProfit: string;
  readonly rateMargin: string;
  readonly positionId: number;
  readonly pricePositionPoints: number;
  readonly bidPoints: number;
  readonly askPoints: number;
  readonly comment: string;
  readonly modificationFlags: number;
};

export type Position = {
  readonly position: number;
  readonly login: number;
  readonly symbol: string;
  /** 0 buy, 1 sell. */
  readonly action: number;
  readonly digits: number;
  readonly digitsCurrency: number;
  readonly contractSize: number;
  readonly timeCreateMsc: number;
  readonly timeUpdateMsc: number;
  readonly openPoints: number;
  readonly volumeExt: number;
  readonly storage: bigint;
  /** Value at open in deposit currency before leverage and margin rates: what margin is taken of. */
  readonly marginBase: bigint;
  readonly rateMargin: string;
  readonly slPoints: number;
  readonly tpPoints: number;
  readonly reason: number;
  readonly comment: string;
};

export type SymbolSpec = {
  readonly symbol: string;
  readonly path: string;
  readonly description: string;
  readonly digits: number;
  readonly contractSize: number;
  readonly currencyBase: string;
  readonly currencyProfit: string;
  readonly currencyMargin: string;
  /** 0 forex, 4 CFD with leverage. */
  readonly calcMode: number;
  /** 0 off, 1 long only, 2 short only, 3 close only, 4 full. */
  readonly tradeMode: number;
  readonly volumeMinExt: number;
  readonly volumeMaxExt: number;
  readonly volumeStepExt: number;
  /** Points per lot and night, in hundredths of a point. */
  readonly swapLongE2: number;
  readonly swapShortE2: number;
  /** Nights charged when the day of that number ends, Sunday first. */
  readonly swapNights: readonly number[];
  /** Multiplier of the account's margin, in ten-thousandths: 15000 makes 1:30 into 1:20. */
  readonly marginRateE4: number;
  /** Minutes of the server's day, Sunday first. */
  readonly sessions: ReadonlyArray<ReadonlyArray<readonly [number, number]>>;
};

export type GroupSymbol = {
  readonly path: string;
  readonly tradeMode?: number;
  readonly spreadDiff?: number;
  readonly marginRateE4?: number;
};

export type Group = {
  readonly group: string;
  readonly company: string;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly authPasswordMin: number;
  readonly permissionsFlags: number;
  readonly tradeFlags: number;
  /** 0 netting, 2 hedging. */
  readonly marginMode: number;
  /** Hundredths of a percent. */
  readonly marginCallE2: number;
  readonly marginStopOutE2: number;
  readonly leverageDefault: number;
  /** Per lot and side, in minor units of the deposit currency. */
  readonly commissionPerLot: bigint;
  readonly symbols: readonly GroupSymbol[];
};

export type Manager = {
  readonly login: number;
  readonly apiPassword: string;
  /** Group mask the manager may see. */
  readonly groups: string;
  readonly permissions: readonly ManagerPermission[];
  /** null: any address. */
  readonly allowedIps: readonly string[] | null;
};
export type ManagerPermission = 'read' | 'accounts' | 'accountant' | 'trades';

/** A refusal in the platform's own words. */
export class Retcode extends Error {
  override readonly name = 'Retcode';
  constructor(readonly code: number) {
    super(`retcode ${code}`);
  }
}

export const LOT = 100_000_000;

export const rightsBits = {
  enabled: 0x1,
  password: 0x2,
  tradeDisabled: 0x4,
  trailing: 0x20,
  expert: 0x40,
  reports: 0x100,
} as const;
export const tradeFlagBits = {
  swaps: 0x1,
  trailing: 0x2,
  experts: 0x4,
  expiration: 0x8,
  soCompensation: 0x40,
  hedgeProhibit: 0x200,
} as const;
export const dealActions = {
  buy: 0,
  sell: 1,
  balance: 2,
  credit: 3,
  charge: 4,
  correction: 5,
  bonus: 6,
  soCompensation: 19,
} as const;
export const reasons = { client: 0, dealer: 2, stopLoss: 3, takeProfit: 4, stopOut: 5, web: 17 } as const;
