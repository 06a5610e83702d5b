import { registerPoint } from '@/server/modules/policy';
import { accountTerms, accountTermsRows, driftHandling, driftHandlingRows } from './policy';

registerPoint(accountTerms, accountTermsRows);
registerPoint(driftHandling, driftHandlingRows);

export { convergeAccount, createAccount, moveMoney, platformOf } from './effects';
export { putToSleep } from './milestones';
export {
  countLivePositions,
  listedFloating,
  type PositionSum,
  positionClients,
  positionSums,
  type ResultSum,
  resultSums,
} from './queries/deals';
export {
  listAccounts,
  listDeals,
  listDue,
  listOperations,
  listPlatforms,
  listPositions,
  readAccount,
  readOperation,
  walkAccounts,
} from './reads';
export { type AccountRow, accountById } from './repository/accounts';
export { dealSumsOf } from './repository/deals';
export { currentSpecs, type QuoteRow, quotesOf, type SpecRow } from './repository/market';
export { operationInFlight } from './repository/operations';
export { accountStates, operationStates } from './state';
export { type Ingested, ingestDeals, type Lend, refreshSymbols, type Watch, watchPlatform } from './stream';
export { bookDeals, listUnbooked } from './verbs/booking';
export { readCursor, recordDeals } from './verbs/deals';
export { adoptDrift, revertDrift, tolerateDrift } from './verbs/drift';
export { changeOffer, createOffer, listOffers, offersForClient, setLogins, setOfferState } from './verbs/offers';
export { openAccount, retryCreation, revealCredentials } from './verbs/open';
export { decideOperation, hurryOperation } from './verbs/operation-decisions';
export { clearException, decideTermsOfAccount, decideTermsOfClient, setException } from './verbs/terms';
export { collectFromAccount, moveToAccount, moveToWallet, returnToAccount, transferToAccount } from './verbs/transfers';
