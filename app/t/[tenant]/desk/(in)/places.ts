/** Where each kind of object is worked. */
const placeOf: Readonly<Record<string, (id: string) => string>> = {
  withdrawal: (id) => `payments/withdrawals/${id}`,
  deposit: (id) => `payments/deposits/${id}`,
  dispute: (id) => `payments/disputes/${id}`,
  application: (id) => `onboarding/${id}`,
  tradingAccount: (id) => `trading/accounts/${id}`,
  client: (id) => `clients/${id}`,
  conversation: (id) => `support/${id}`,
  mention: (id) => `support/${id.split('.')[0]}`,
  request: (id) => `support/requests/${id}`,
  approval: (id) => `approvals?row=${id}`,
  exposureBand: () => 'risk',
  // Work about a member of staff is about what he looked at.
  user: (id) => `audit/disclosures?person=${id}`,
};

type Named = { object: { type: string; id: string }; clientId: string | null };

/** Of an object without a page of its own: where on the client's page it stands. */
const tabOf: Readonly<Record<string, string>> = { instrument: '?tab=money', document: '?tab=documents' };

export function placeOfObject(base: string, { object, clientId }: Named): string | null {
  const path =
    placeOf[object.type]?.(object.id) ?? (clientId ? `clients/${clientId}${tabOf[object.type] ?? ''}` : null);
  return path && `${base}/${path}`;
}
