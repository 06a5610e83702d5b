import type { Query } from '@tanstack/react-query';

/** Which queries a topic may have made old, by the beginning of their path. Only those on screen are asked again. */
const pathsOf: Readonly<Record<string, readonly string[]>> = {
  'clients.client': ['clients'],
  'clients.record': ['clients'],
  'clients.duplicate': ['clients'],
  'support.conversation': ['support.conversations'],
  'support.note': ['support.conversations'],
  'support.request': ['support.requests', 'clients'],
  'support.caller': ['support.caller'],
  'support.macro': ['support.macros'],
  'support.contact': ['support.contacts', 'clients'],
  'onboarding.application': ['onboarding', 'clients'],
  'documents.document': ['documents', 'onboarding'],
  'screening.hit': ['screening', 'onboarding'],
  'payments.deposit': ['payments', 'ledger'],
  'payments.dispute': ['payments', 'ledger'],
  'payments.withdrawal': ['payments', 'ledger'],
  'payments.instrument': ['payments.instruments'],
  'trading.account': ['trading.accounts', 'trading.positions'],
  'trading.operation': ['trading', 'ledger'],
  'trading.deals': ['trading.deals', 'trading.positions', 'risk'],
  'trading.offer': ['trading.offers'],
  'ledger.account': ['ledger'],
  'risk.exposure': ['risk'],
  'reconciliation.break': ['reconciliation'],
  'notifications.message': ['notifications'],
  'engagement.segment': ['engagement.segments'],
  'work.item': ['work.item', 'work.task'],
  'work.approval': ['work.approval', 'work.item'],
  'work.view': ['work.view'],
  'policy.table': ['policy'],
  'access.staff': ['access'],
  'identity.user': ['identity', 'access'],
  'tenancy.settings': ['tenancy'],
  'audit.entry': ['audit'],
};

/** What happened since the last look: topic → ids, null when everything of it may have changed. */
export type Changes = ReadonlyMap<string, ReadonlySet<string> | null>;

const typedId = /\b([a-z]{2,4})_[0-9a-z]{26}\b/g;

/** A query that asks for another object of the same kind cannot have changed. */
function asksForAnother(input: string, ids: ReadonlySet<string> | null): boolean {
  if (!ids) return false;
  const asked = [...input.matchAll(typedId)];
  return [...ids].every((id) => {
    const same = asked.filter(([, prefix]) => id.startsWith(`${prefix}_`));
    return same.length > 0 && same.every(([text]) => text !== id);
  });
}

export function isTouched(query: Pick<Query, 'queryKey'>, changes: Changes): boolean {
  const [path, options] = query.queryKey as readonly [unknown, unknown?]; // the shape tRPC gives its keys
  if (!Array.isArray(path)) return false;
  const name = path.join('.');
  const input = JSON.stringify(options ?? null, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
  for (const [topic, ids] of changes) {
    const isOfTopic = pathsOf[topic]?.some((start) => name === start || name.startsWith(`${start}.`));
    if (isOfTopic && !asksForAnother(input, ids)) return true;
  }
  return false;
}
