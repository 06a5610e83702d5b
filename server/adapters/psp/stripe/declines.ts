import type { AttemptOutcome, ProblemClass, PspProblem } from '@/server/modules/payments/ports';

const classes: ReadonlyArray<readonly [ProblemClass, string]> = [
  [
    'never',
    'stolen_card lost_card pickup_card restricted_card expired_card incorrect_number invalid_number invalid_account invalid_expiry_month ' +
      'invalid_expiry_year new_account_information_available revocation_of_authorization revocation_of_all_authorizations ' +
      'stop_payment_order card_not_supported currency_not_supported security_violation service_not_allowed transaction_not_allowed ' +
      'do_not_try_again no_action_taken testmode_decline test_mode_live_card',
  ],
  ['risk', 'fraudulent merchant_blacklist highest_risk_level elevated_risk_level rule'],
  ['step_up', 'authentication_required approve_with_id authentication_not_handled'],
  ['technical_psp_failed', 'processing_error reenter_transaction issuer_not_available try_again_later'],
  [
    'issuer_soft',
    'insufficient_funds generic_decline do_not_honor call_issuer card_velocity_exceeded withdrawal_count_limit_exceeded not_permitted ' +
      'incorrect_cvc invalid_cvc incorrect_zip incorrect_pin invalid_pin pin_try_exceeded duplicate_transaction invalid_amount ' +
      'payment_intent_authentication_failure card_declined',
  ],
];
const classOf = new Map(classes.flatMap(([name, codes]) => codes.split(' ').map((code) => [code, name] as const)));

export type StripeDecline = {
  readonly code?: string | null | undefined;
  readonly decline_code?: string | null | undefined;
  readonly advice_code?: string | null | undefined;
  readonly network_decline_code?: string | null | undefined;
  readonly message?: string | null | undefined;
};

// Visa's category 1 and Mastercard's advice 03 and 21: any further try is fined.
const neverByNetwork = new Set(['04', '07', '12', '14', '15', '41', '43', '46', '57', 'R0', 'R1', 'R3']);

export function problemOf(decline: StripeDecline): PspProblem {
  const code = decline.decline_code ?? decline.code ?? 'card_declined';
  const told = classOf.get(code) ?? classOf.get(decline.code ?? '') ?? 'issuer_soft';
  const forbidden =
    decline.advice_code === 'do_not_try_again' || neverByNetwork.has(decline.network_decline_code ?? '');
  const network = decline.network_decline_code ? ` (network ${decline.network_decline_code})` : '';
  return {
    class: forbidden && told !== 'risk' ? 'never' : told,
    code,
    detail: `${decline.message ?? 'declined'}${network}`,
  };
}

export function outcomeOfDecline(problem: PspProblem): AttemptOutcome {
  switch (problem.class) {
    case 'never':
    case 'risk':
      return 'declined_hard';
    case 'step_up':
      return 'declined_step_up';
    default:
      return 'declined_soft';
  }
}
