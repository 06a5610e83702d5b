import { holds, scopeFor } from '@/server/kernel/access';
import type { Actor } from '@/server/kernel/context';

export const hintChannel = 'bos_live';
/** More has changed than is worth telling one by one. */
export const everything = '*';

/** What travels between processes: who may hear of it is decided where the listener is known. */
export type Hint = {
  readonly topic: string;
  readonly id: string | null;
  /** The client it concerns: he alone hears of it in the portal. */
  readonly client?: string;
  /** Told only to those who may know restricted reasons; silence must not give a restricted case away. */
  readonly restricted?: true;
};

type Topic = {
  /** Verb whose grant opens the topic to staff; null: everybody at the desk. */
  readonly grant: string | null;
  readonly portal: boolean;
  /** Types of audited objects that belong to it. */
  readonly objects: readonly string[];
};

export const liveTopics: Readonly<Record<string, Topic>> = {
  'clients.client': {
    grant: 'clients.client.list',
    portal: true,
    objects: ['client', 'person', 'hold'],
  },
  'clients.duplicate': { grant: 'clients.client.read', portal: false, objects: ['duplicate'] },
  'onboarding.application': {
    grant: 'onboarding.application.list',
    portal: true,
    objects: ['application', 'check', 'riskAssessment'],
  },
  'documents.document': { grant: 'documents.document.list', portal: true, objects: ['document'] },
  'screening.hit': { grant: 'screening.hit.list', portal: false, objects: ['screening', 'screeningHit'] },
  'payments.deposit': { grant: 'payments.deposit.list', portal: true, objects: ['deposit', 'attempt'] },
  'payments.dispute': { grant: 'payments.dispute.list', portal: false, objects: ['dispute'] },
  'payments.withdrawal': { grant: 'payments.withdrawal.list', portal: true, objects: ['withdrawal', 'leg'] },
  'payments.instrument': { grant: 'payments.instrument.list', portal: true, objects: ['instrument'] },
  'trading.account': {
    grant: 'trading.account.list',
    portal: true,
    objects: ['tradingAccount'],
  },
  'trading.operation': {
    grant: 'trading.operation.list',
    portal: true,
    objects: ['balanceOperation', 'deal'],
  },
  'trading.deals': { grant: 'trading.account.list', portal: false, objects: [] },
  'trading.offer': { grant: 'trading.offer.list', portal: false, objects: ['offer'] },
  'ledger.account': { grant: 'ledger.account.list', portal: true, objects: ['transferSet'] },
  'risk.exposure': { grant: 'risk.exposure.list', portal: false, objects: ['exposureBand', 'clientBook'] },
  'reconciliation.break': {
    grant: 'reconciliation.break.list',
    portal: false,
    objects: ['breakItem', 'reconciliationRun'],
  },
  'support.request': { grant: 'support.request.list', portal: true, objects: ['request'] },
  'support.caller': { grant: 'support.caller.read', portal: false, objects: ['callerCheck'] },
  'support.conversation': { grant: 'support.conversation.list', portal: true, objects: ['conversation'] },
  'support.note': { grant: 'support.conversation.list', portal: false, objects: ['conversationNote'] },
  'support.macro': { grant: 'support.macro.list', portal: false, objects: ['macro'] },
  'support.contact': { grant: 'support.contact.list', portal: false, objects: ['contact'] },
  'notifications.message': { grant: null, portal: true, objects: ['notification'] },
  'engagement.segment': { grant: 'engagement.segment.list', portal: false, objects: ['segment'] },
  'work.item': { grant: null, portal: false, objects: ['workItem', 'task'] },
  'work.approval': { grant: 'work.approval.list', portal: false, objects: ['approval'] },
  'work.view': { grant: null, portal: false, objects: ['savedView'] },
  'policy.table': { grant: 'policy.table.list', portal: false, objects: ['policy_table'] },
  'access.staff': { grant: 'access.staff.list', portal: false, objects: ['role', 'team', 'invitation', 'apiKey'] },
  'identity.user': { grant: 'access.staff.list', portal: true, objects: ['user', 'passkey', 'session'] },
  'tenancy.settings': {
    grant: null,
    portal: false,
    objects: ['tenant', 'organisation', 'entity', 'brand', 'domain', 'connection', 'flow'],
  },
  /** Anything about one client, whatever it was. */
  'clients.record': { grant: 'clients.client.read', portal: false, objects: [] },
  'audit.entry': { grant: 'audit.entry.list', portal: false, objects: [] },
};

export const topicOfObject: ReadonlyMap<string, string> = new Map(
  Object.entries(liveTopics).flatMap(([topic, { objects }]) => objects.map((type) => [type, topic] as const)),
);

/** The hint as this listener may hear it, or null. Whose scope is not everything learns that, not of whom. */
export function heardBy(actor: Actor, hint: Hint): { topic: string; id: string | null } | null {
  const topic = liveTopics[hint.topic];
  if (!topic) return null;
  if (actor.kind === 'client') {
    const isHis = topic.portal && !hint.restricted && hint.client !== undefined && hint.client === actor.clientId;
    return isHis ? { topic: hint.topic, id: null } : null;
  }
  if (actor.kind !== 'staff') return null;
  if (hint.restricted && (actor.impersonator || !holds(actor, 'sensitive.restricted_reason'))) return null;
  if (topic.grant === null) return { topic: hint.topic, id: hint.id };
  if (!holds(actor, topic.grant)) return null;
  return { topic: hint.topic, id: scopeFor(actor, topic.grant) === 'all' ? hint.id : null };
}
