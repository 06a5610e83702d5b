import { TypeID } from 'typeid-js';

/** Prefix of every object a person or a partner system can name. Stored as uuid (v7), shown as TypeID. */
export const idPrefixes = {
  organisation: 'org',
  tenant: 'ten',
  entity: 'ent',
  brand: 'brd',
  connection: 'con',
  user: 'usr',
  session: 'ses',
  invitation: 'inv',
  token: 'tok',
  breakGlass: 'bg',
  passkey: 'pk',
  role: 'rol',
  apiKey: 'key',
  team: 'team',
  savedView: 'view',
  person: 'per',
  client: 'cl',
  hold: 'hold',
  contact: 'ctc',
  conversation: 'cnv',
  message: 'msg',
  macro: 'mac',
  request: 'req',
  callerCheck: 'cck',
  shownPage: 'look',
  ledgerAccount: 'la',
  transferSet: 'txn',
  ledgerHold: 'lh',
  document: 'doc',
  screening: 'scr',
  screeningHit: 'hit',
  application: 'app',
  flow: 'flow',
  check: 'chk',
  submission: 'sub',
  riskAssessment: 'risk',
  instrument: 'ins',
  deposit: 'dep',
  withdrawal: 'wd',
  leg: 'leg',
  dispute: 'dsp',
  attempt: 'att',
  tradingAccount: 'ta',
  offer: 'off',
  balanceOperation: 'bop',
  transfer: 'tr',
  deal: 'deal',
  position: 'pos',
  workItem: 'wi',
  workClock: 'wic',
  reportMail: 'rpm',
  approval: 'apr',
  policyTable: 'pol',
  audit: 'aud',
  decision: 'dec',
  caseFile: 'case',
  touch: 'tch',
  consent: 'cns',
  acceptance: 'acc',
  breakItem: 'brk',
  reconciliationRun: 'rec',
  exposureBand: 'band',
  webhookEvent: 'whe',
  documentView: 'dv',
  duplicate: 'dup',
  merge: 'mrg',
  deviceSeen: 'dev',
  journeyChange: 'jc',
  notification: 'ntf',
  suppression: 'sup',
  pushSubscription: 'psh',
  messageWords: 'mw',
  disclosure: 'dcl',
  ownership: 'own',
  reassignment: 'rea',
  ssoConnection: 'sso',
  accessReview: 'arv',
  accessReviewItem: 'ari',
  segment: 'seg',
  task: 'task',
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<K extends IdKind> = `${(typeof idPrefixes)[K]}_${string}`;

export function isId<K extends IdKind>(kind: K, value: string): value is Id<K> {
  try {
    return TypeID.fromString(value).getType() === idPrefixes[kind];
  } catch {
    return false;
  }
}

export function idFromUuid<K extends IdKind>(kind: K, uuid: string): Id<K> {
  return TypeID.fromUUID(idPrefixes[kind], uuid).toString() as Id<K>; // TypeID prints prefix_suffix
}

/** Throws a TypeError when `value` is not an id of that kind: a wrong-kind id never reaches the database. */
export function uuidFromId<K extends IdKind>(kind: K, value: Id<K>): string {
  const parsed = TypeID.fromString(value);
  if (parsed.getType() !== idPrefixes[kind]) throw new TypeError(`expected an id of kind ${kind}, got ${value}`);
  return parsed.toUUID();
}
