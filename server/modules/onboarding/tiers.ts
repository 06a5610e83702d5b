import type { LocalDate } from '@/server/kernel/time';
import type { Tier } from '../clients';
import type { RiskTier } from './risk-weights';

export type { Tier };

type Rung = Exclude<Tier, 'restricted'>;

/** What a client can have shown. */
export type Evidence =
  | 'email'
  | 'phone'
  | 'identity_data'
  | 'country_allowed'
  | 'document'
  | 'liveness'
  | 'proof_of_address'
  | 'source_of_funds'
  | 'source_of_wealth'
  | 'enhanced_due_diligence';

export type RestrictionCause = 'sanctions_hit' | 'prohibited' | 'document_expired' | 'review_overdue' | 'kyc_rejected';

export type Check = 'sanctions' | 'pep' | 'daily_rescreen' | 'yearly_review' | 'open_case';

export type TierControls = {
  readonly deposit:
    | { readonly mode: 'demo_only' | 'policy' | 'blocked' }
    | { readonly mode: 'capped'; readonly totalMinor: bigint; readonly asset: string; readonly days: number };
  readonly withdraw:
    | { readonly mode: 'none' }
    /** Alone up to `autoUpToMinor` when it goes back where it came from; beyond, reviewers. */
    | {
        readonly mode: 'by_amount';
        readonly asset: string;
        readonly autoUpToMinor: bigint;
        readonly secondReviewerFromMinor: bigint;
      }
    /** Never automatic: two people, return to source. It is review, not refusal: only a named hold stops a withdrawal. */
    | { readonly mode: 'four_eyes' };
  readonly leverage:
    | { readonly mode: 'demo' | 'regulatory' | 'by_category' | 'close_only' }
    | { readonly mode: 'capped'; readonly max: number };
  readonly checks: readonly Check[];
};

export type TierTable = {
  readonly version: string;
  readonly source: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly reviewedAt: LocalDate;
  /** Each rung also needs everything of those below it. */
  readonly entry: Readonly<Record<Rung, readonly Evidence[]>>;
  /** Evidence without which a client of this risk stays below the rung. */
  readonly riskEntry: Readonly<Partial<Record<RiskTier, Partial<Record<Rung, readonly Evidence[]>>>>>;
  readonly controls: Readonly<Record<Tier, TierControls>>;
};

const EUR = 'EUR';

/** The pack every tenant starts with. The 15 days and 2,000 EUR mirror practice in Cyprus before full verification. */
export const tierTable: TierTable = {
  version: 'seed-1',
  source: 'proposal of this product; AMLR 2024/1624 for what enhanced checks are',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  reviewedAt: '2026-10-01',
  entry: {
    T0: ['email', 'phone'],
    T1: ['identity_data', 'country_allowed'],
    T2: ['document', 'liveness', 'proof_of_address'],
    T3: ['source_of_funds', 'source_of_wealth', 'enhanced_due_diligence'],
  },
  riskEntry: { high: { T2: ['source_of_funds', 'enhanced_due_diligence'] } },
  controls: {
    T0: {
      deposit: { mode: 'demo_only' },
      withdraw: { mode: 'none' },
      leverage: { mode: 'demo' },
      checks: ['sanctions'],
    },
    T1: {
      deposit: { mode: 'capped', totalMinor: 200_000n, asset: EUR, days: 15 },
      withdraw: { mode: 'none' },
      leverage: { mode: 'capped', max: 5 },
      checks: ['sanctions', 'pep'],
    },
    T2: {
      deposit: { mode: 'policy' },
      withdraw: { mode: 'by_amount', asset: EUR, autoUpToMinor: 100_000n, secondReviewerFromMinor: 1_000_000n },
      leverage: { mode: 'regulatory' },
      checks: ['sanctions', 'pep', 'daily_rescreen'],
    },
    T3: {
      deposit: { mode: 'policy' },
      withdraw: { mode: 'by_amount', asset: EUR, autoUpToMinor: 500_000n, secondReviewerFromMinor: 5_000_000n },
      leverage: { mode: 'by_category' },
      checks: ['sanctions', 'pep', 'daily_rescreen', 'yearly_review'],
    },
    restricted: {
      deposit: { mode: 'blocked' },
      withdraw: { mode: 'four_eyes' },
      leverage: { mode: 'close_only' },
      checks: ['sanctions', 'pep', 'daily_rescreen', 'open_case'],
    },
  },
};

const ladder: readonly Rung[] = ['T0', 'T1', 'T2', 'T3'];

export type TierAssignment = {
  /** Null: not even a lead, his e-mail or phone is unproven. */
  readonly tier: Tier | null;
  /** The rung that evidence alone would give; what a restricted client returns to. */
  readonly earned: Rung | null;
  readonly restrictedBy: readonly RestrictionCause[];
  /** What the next rung asks for. */
  readonly missing: readonly Evidence[];
  readonly tableVersion: string;
};

export function assignTier(
  input: {
    readonly evidence: ReadonlySet<Evidence>;
    readonly risk: RiskTier;
    readonly restrictions: readonly RestrictionCause[];
  },
  table: TierTable,
): TierAssignment {
  let earned: Rung | null = null;
  let missing: readonly Evidence[] = [];
  for (const rung of ladder) {
    const needed = new Set([...table.entry[rung], ...(table.riskEntry[input.risk]?.[rung] ?? [])]);
    missing = [...needed].filter((evidence) => !input.evidence.has(evidence));
    if (missing.length > 0) break;
    earned = rung;
  }
  const causes = new Set(input.restrictions);
  if (input.risk === 'prohibited') causes.add('prohibited');
  const restrictedBy = [...causes].sort();
  const tier = restrictedBy.length > 0 ? 'restricted' : earned;
  return { tier, earned, restrictedBy, missing, tableVersion: table.version };
}
