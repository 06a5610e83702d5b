/**
 * Steps of the machinery: each repeats or prepares what another entry of the same thread tells in words of the business.
 * The log keeps them all; a story leaves them out unless it is asked for them.
 */
export const technicalActions = [
  'documents.document.record_upload',
  'identity.mail.record',
  'identity.session.open',
  'ledger.set.posted',
  'onboarding.application.save_step',
  'onboarding.check.begin',
  'onboarding.check.hint',
  'onboarding.check.record_request',
  'payments.attempt.answer',
  'payments.attempt.event',
  'payments.attempt.updated',
  'payments.leg.nothing',
  'trading.account.begin_creation',
  'trading.account.record_creation',
  'trading.account.record_observed',
  'trading.client.decide_terms',
  'trading.deal.book',
  'trading.deal.record',
  'trading.operation.begin',
  'trading.operation.record',
] as const;

/** Technical when a job did it: the same reading by a person is part of the story. */
export const technicalWhenJob = ['documents.document.view'] as const;
