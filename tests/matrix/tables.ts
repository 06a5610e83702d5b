import type { IdKind } from '@/server/kernel/ids';

/** Kind of id → its table, for the tables a company has rows in soon after sign-up. */
export const tableKinds: Partial<Record<IdKind, string>> = {
  user: 'app_user',
  session: 'session',
  role: 'role',
  team: 'team',
  brand: 'brand',
  entity: 'legal_entity',
  connection: 'connection',
  invitation: 'invitation',
  apiKey: 'api_key',
  savedView: 'saved_view',
  audit: 'audit_entry',
  token: 'one_time_token',
};
