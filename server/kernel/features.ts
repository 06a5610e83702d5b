import type { Tenant } from './context';
import { Refusal } from './errors';

/** What a tenant has switched on. Changed by a verb, so every change has a trace. */
export const features = ['brokerage', 'prop', 'partners', 'copy_trading', 'api'] as const;
export type Feature = (typeof features)[number];

export const hasFeature = (tenant: Tenant, feature: Feature): boolean => tenant.features.includes(feature);

export function requireFeature(tenant: Tenant, feature: Feature): void {
  if (!hasFeature(tenant, feature)) throw new Refusal('forbidden', 'feature_off', { params: { feature } });
}
