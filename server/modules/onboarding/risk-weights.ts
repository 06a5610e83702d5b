import type { LocalDate } from '@/server/kernel/time';

export type RiskTier = 'low' | 'medium' | 'high' | 'prohibited';
export type RiskGroup = 'customer' | 'country' | 'product' | 'channel' | 'transactions';

type CountryFactor = `country_${'increased_monitoring' | 'call_for_action'}_${'strong' | 'weak'}`;
type CustomerFactor =
  | 'possible_hit'
  | 'pep'
  | 'former_pep'
  | 'adverse_media'
  | 'occupation'
  | 'cash_business'
  | 'complex_ownership'
  | 'nominee_ownership';
type ConductFactor =
  | 'third_party_payment'
  | 'many_methods'
  | 'rapid_in_out'
  | 'chargebacks'
  | 'unproven_funds'
  | 'ip_outside_residence';
export type RiskFactor =
  | CountryFactor
  | CustomerFactor
  | ConductFactor
  | 'crypto'
  | 'high_leverage'
  | 'no_liveness'
  | 'introduced';

export type RiskWeights = {
  readonly version: string;
  readonly source: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly reviewedAt: LocalDate;
  readonly factors: Readonly<Record<RiskFactor, { readonly group: RiskGroup; readonly points: number }>>;
  /** No group alone makes a client high risk, except through a floor. */
  readonly groupCaps: Readonly<Record<RiskGroup, number>>;
  readonly thresholds: { readonly medium: number; readonly high: number };
  readonly floors: { readonly pep: number; readonly call_for_action: number };
  readonly manyMethods: number;
  readonly fundsThresholdMinor: bigint;
  /** AMLR 2024/1624 Art 26(2), from 10 July 2027: at most 12 months for high risk, 60 for others. Ours are stricter. */
  readonly reviewMonths: Readonly<Record<RiskTier, number>>;
};

/** The pack every tenant starts with; a tenant's later versions lie beside it and are never edited. */
export const riskWeights: RiskWeights = {
  version: 'seed-1',
  source: 'EBA/GL/2021/02 factor groups; points are a proposal to be set by the MLRO',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  reviewedAt: '2026-10-01',
  factors: {
    country_call_for_action_strong: { group: 'country', points: 40 },
    country_call_for_action_weak: { group: 'country', points: 20 },
    country_increased_monitoring_strong: { group: 'country', points: 15 },
    country_increased_monitoring_weak: { group: 'country', points: 5 },
    ip_outside_residence: { group: 'country', points: 5 },
    possible_hit: { group: 'customer', points: 20 },
    pep: { group: 'customer', points: 30 },
    former_pep: { group: 'customer', points: 15 },
    adverse_media: { group: 'customer', points: 20 },
    occupation: { group: 'customer', points: 5 },
    cash_business: { group: 'customer', points: 10 },
    complex_ownership: { group: 'customer', points: 10 },
    nominee_ownership: { group: 'customer', points: 20 },
    crypto: { group: 'product', points: 5 },
    high_leverage: { group: 'product', points: 5 },
    no_liveness: { group: 'channel', points: 10 },
    introduced: { group: 'channel', points: 5 },
    third_party_payment: { group: 'transactions', points: 20 },
    unproven_funds: { group: 'transactions', points: 15 },
    rapid_in_out: { group: 'transactions', points: 15 },
    chargebacks: { group: 'transactions', points: 10 },
    many_methods: { group: 'transactions', points: 5 },
  },
  groupCaps: { customer: 45, country: 45, product: 10, channel: 15, transactions: 45 },
  thresholds: { medium: 25, high: 60 },
  floors: { pep: 70, call_for_action: 80 },
  manyMethods: 4,
  fundsThresholdMinor: 1_000_000n,
  reviewMonths: { low: 36, medium: 24, high: 12, prohibited: 12 },
};
