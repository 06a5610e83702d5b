/** Stripe's published test cards (docs.stripe.com/testing): the number decides what the issuer says. */
export type CardBehaviour = {
  readonly number: string;
  readonly token: string;
  readonly brand: string;
  readonly funding: 'credit' | 'debit';
  readonly country: string;
  readonly decline?: {
    readonly code: string;
    readonly declineCode: string;
    readonly advice?: string;
    readonly network?: string;
  };
  readonly threeDs?: 'required';
  /** What happens to the money later. */
  readonly later?: 'dispute_fraudulent' | 'dispute_not_received' | 'inquiry' | 'refund_fails' | 'refund_pending';
  readonly blockedByRadar?: true;
};

const visa = { brand: 'visa', funding: 'credit', country: 'US' } as const;
const declined = (
  number: string,
  token: string,
  code: string,
  declineCode = code,
  advice?: string,
  network?: string,
): CardBehaviour => ({
  ...visa,
  number,
  token,
  decline: { code, declineCode, ...(advice ? { advice } : {}), ...(network ? { network } : {}) },
});

export const testCards: readonly CardBehaviour[] = [
  { ...visa, number: '4242424242424242', token: 'pm_card_visa' },
  { ...visa, number: '4000056655665556', token: 'pm_card_visa_debit', funding: 'debit' },
  { number: '5555555555554444', token: 'pm_card_mastercard', brand: 'mastercard', funding: 'credit', country: 'US' },
  { ...visa, number: '4000002760000016', token: 'pm_card_de', country: 'DE' },
  { ...visa, number: '4000008260000000', token: 'pm_card_gb', country: 'GB' },
  { ...visa, number: '4000001960000000', token: 'pm_card_cy', country: 'CY' },
  { ...visa, number: '4000007840000001', token: 'pm_card_ae', country: 'AE' },
  declined(
    '4000000000000002',
    'pm_card_visa_chargeDeclined',
    'card_declined',
    'generic_decline',
    'try_again_later',
    '05',
  ),
  declined(
    '4000000000009995',
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'card_declined',
    'insufficient_funds',
    'try_again_later',
    '51',
  ),
  declined(
    '4000000000009987',
    'pm_card_visa_chargeDeclinedLostCard',
    'card_declined',
    'lost_card',
    'do_not_try_again',
    '41',
  ),
  declined(
    '4000000000009979',
    'pm_card_visa_chargeDeclinedStolenCard',
    'card_declined',
    'stolen_card',
    'do_not_try_again',
    '43',
  ),
  declined(
    '4000000000000069',
    'pm_card_chargeDeclinedExpiredCard',
    'expired_card',
    'expired_card',
    'do_not_try_again',
    '54',
  ),
  declined(
    '4000000000000127',
    'pm_card_chargeDeclinedIncorrectCvc',
    'incorrect_cvc',
    'incorrect_cvc',
    'confirm_card_data',
    'N7',
  ),
  declined(
    '4000000000000119',
    'pm_card_chargeDeclinedProcessingError',
    'processing_error',
    'processing_error',
    'try_again_later',
    '96',
  ),
  declined(
    '4000000000006975',
    'pm_card_visa_chargeDeclinedVelocityLimitExceeded',
    'card_declined',
    'card_velocity_exceeded',
    'try_again_later',
    '65',
  ),
  declined(
    '4000002760003184',
    'pm_card_authenticationRequired',
    'authentication_required',
    'authentication_required',
    undefined,
    '1A',
  ),
  { ...visa, number: '4100000000000019', token: 'pm_card_radarBlock', blockedByRadar: true },
  { ...visa, number: '4000000000003220', token: 'pm_card_threeDSecure2Required', threeDs: 'required' },
  {
    ...declined(
      '4000008400001629',
      'pm_card_threeDSecureRequiredChargeDeclined',
      'card_declined',
      'generic_decline',
      'try_again_later',
      '05',
    ),
    threeDs: 'required',
  },
  { ...visa, number: '4000000000000259', token: 'pm_card_createDispute', later: 'dispute_fraudulent' },
  {
    ...visa,
    number: '4000000000002685',
    token: 'pm_card_createDisputeProductNotReceived',
    later: 'dispute_not_received',
  },
  { ...visa, number: '4000000000001976', token: 'pm_card_createDisputeInquiry', later: 'inquiry' },
  { ...visa, number: '4000000000005126', token: 'pm_card_refundFail', later: 'refund_fails' },
  { ...visa, number: '4000000000007726', token: 'pm_card_pendingRefund', later: 'refund_pending' },
];

export const cardByToken = (token: string): CardBehaviour | undefined => testCards.find((card) => card.token === token);
export const cardByNumber = (number: string): CardBehaviour | undefined =>
  testCards.find((card) => card.number === number.replace(/\s+/g, ''));

export const declineMessage = (code: string): string => {
  switch (code) {
    case 'expired_card':
      return 'Your card has expired.';
    case 'incorrect_cvc':
      return "Your card's security code is incorrect.";
    case 'processing_error':
      return 'An error occurred while processing your card. Try again in a little bit.';
    case 'authentication_required':
      return 'Your card was declined. This transaction requires authentication.';
    default:
      return 'Your card was declined.';
  }
};
