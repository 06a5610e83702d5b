import type Stripe from 'stripe';
import type { SettlementLine } from '@/server/modules/payments/ports';
import { fromStripe } from './amounts';
import { idOf, metadataReference } from './map';

const kinds: Record<string, SettlementLine['kind']> = {
  charge: 'charge',
  refund: 'refund',
  refund_failure: 'refund_failure',
  dispute: 'dispute',
  dispute_reversal: 'dispute_reversal',
  payout: 'payout',
  payout_reversal: 'payout_failure',
  fee: 'fee',
};

export function settlementLine(line: Stripe.BalanceTransaction): SettlementLine {
  const source = line.source;
  const metadata = typeof source === 'object' && source && 'metadata' in source ? source.metadata : null;
  return {
    id: line.id,
    kind: kinds[line.reporting_category] ?? 'other',
    gross: fromStripe(line.amount, line.currency),
    fee: fromStripe(line.fee, line.currency),
    net: fromStripe(line.net, line.currency),
    sourceId: idOf(source as string | { id: string } | null),
    reference: metadata?.[metadataReference] ?? null,
    at: new Date(line.created * 1000),
    availableAt: new Date(line.available_on * 1000),
  };
}
