/** A setting as its adapter names it; those of a list or tree are flat (`endpoint.host`, `webhookSecrets.0`). */
type VendorField = { name: string; label: string; hint?: string; isNumber?: boolean; isOptional?: boolean };
export type Vendor = {
  id: string;
  port: 'psp' | 'bank' | 'kyc' | 'platform' | 'mail' | 'sms';
  label: string;
  config: readonly VendorField[];
  secrets: readonly VendorField[];
};

/** The vendors there is an adapter for, in the vendors' own words. */
export const vendors: readonly Vendor[] = [
  {
    id: 'stripe',
    port: 'psp',
    label: 'Stripe (cards)',
    config: [
      { name: 'endpoint.protocol', label: 'Protocol', hint: 'Empty: api.stripe.com', isOptional: true },
      { name: 'endpoint.host', label: 'Host', isOptional: true },
      { name: 'endpoint.port', label: 'Port', isNumber: true, isOptional: true },
    ],
    secrets: [
      { name: 'secretKey', label: 'Secret key', hint: 'sk_test_… or sk_live_…' },
      { name: 'webhookSecrets.0', label: 'Webhook signing secret', hint: 'whsec_…' },
    ],
  },
  {
    id: 'bank',
    port: 'bank',
    label: 'Bank (ISO 20022 files)',
    config: [
      { name: 'gatewayUrl', label: 'File gateway', hint: 'https://…' },
      { name: 'debtorName', label: 'Account holder' },
      { name: 'debtorBic', label: 'BIC' },
      { name: 'accounts.EUR', label: 'IBAN, EUR', isOptional: true },
      { name: 'accounts.USD', label: 'IBAN, USD', isOptional: true },
      { name: 'accounts.GBP', label: 'IBAN, GBP', isOptional: true },
    ],
    secrets: [{ name: 'token', label: 'Gateway token' }],
  },
  {
    id: 'sumsub',
    port: 'kyc',
    label: 'Sumsub (verification)',
    config: [{ name: 'baseUrl', label: 'Base address', hint: 'Empty: https://api.sumsub.com', isOptional: true }],
    secrets: [
      { name: 'appToken', label: 'App token', hint: 'Sandbox tokens begin with sbx:' },
      { name: 'secretKey', label: 'Secret key' },
      { name: 'webhookSecrets.0', label: 'Webhook secret' },
    ],
  },
  {
    id: 'mt5',
    port: 'platform',
    label: 'MetaTrader 5 (Web API)',
    config: [
      { name: 'endpoint.protocol', label: 'Protocol', hint: 'Empty: https', isOptional: true },
      { name: 'endpoint.host', label: 'Access server' },
      { name: 'endpoint.port', label: 'Port', isNumber: true },
      { name: 'serverId', label: 'Server name' },
      { name: 'managerLogin', label: 'Manager login' },
      { name: 'groupMask', label: 'Groups', hint: 'Empty: all', isOptional: true },
    ],
    secrets: [{ name: 'apiPassword', label: 'API password' }],
  },
  {
    id: 'smtp',
    port: 'mail',
    label: 'SMTP (mail server)',
    config: [
      { name: 'host', label: 'Host' },
      { name: 'port', label: 'Port', isNumber: true, isOptional: true },
      { name: 'security', label: 'Security', hint: 'tls, starttls or none', isOptional: true },
      { name: 'user', label: 'User', isOptional: true },
    ],
    secrets: [{ name: 'password', label: 'Password', isOptional: true }],
  },
  {
    id: 'twilio',
    port: 'sms',
    label: 'Twilio (texts)',
    config: [
      { name: 'accountSid', label: 'Account SID', hint: 'AC…' },
      { name: 'from', label: 'Sender', hint: 'A number of the account, or up to eleven letters', isOptional: true },
      { name: 'messagingServiceSid', label: 'Messaging service', hint: 'MG…, instead of a sender', isOptional: true },
      { name: 'baseUrl', label: 'Base address', hint: 'Empty: https://api.twilio.com', isOptional: true },
    ],
    secrets: [{ name: 'authToken', label: 'Auth token' }],
  },
];

type Value = string | number | boolean | null;

/** What was typed becomes settings: empty ones are left out, numbers are numbers, and settings the form does not show stay. */
export function settingsOf(
  fields: readonly VendorField[],
  typed: readonly string[],
  present: Readonly<Record<string, Value>> = {},
): Record<string, Value> {
  const kept = Object.entries(present).filter(([name]) => !fields.some((field) => field.name === name));
  const given = fields.flatMap((field, i): [string, Value][] => {
    const text = typed[i]?.trim() ?? '';
    return text === '' ? [] : [[field.name, field.isNumber ? Number(text) : text]];
  });
  return Object.fromEntries([...kept, ...given]);
}

/** Secrets are write-only: an empty field leaves the stored one as it is. */
export const secretsOf = (fields: readonly VendorField[], typed: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap((field, i): [string, string][] => {
      const text = typed[i]?.trim() ?? '';
      return text === '' ? [] : [[field.name, text]];
    }),
  );
