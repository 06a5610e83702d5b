import { type ChangeRules, type DisclosureRules, DisclosureRules as Rules } from './contract';

/** More than this leaves in no file, whoever agrees. */
export const fileRowsMax = 10_000;

/** Of roles a tenant has made himself, and of those not named. */
const otherRoleRows = 200;

const defaults: DisclosureRules = {
  exportRows: {
    administrator: 500,
    support: 200,
    kyc_analyst: 200,
    mlro: 2_000,
    cashier: 1_000,
    finance_head: 5_000,
    dealer: 1_000,
    head_of_dealing: 5_000,
    sales: 50,
    retention: 50,
    ib_manager: 200,
    marketing: 0,
    auditor: 5_000,
  },
  revealsPerHour: 20,
  exportRowsPerHour: 5_000,
  watermark: false,
};

/** The tenant's own numbers over the house's; an unreadable one is the house's. */
export function rulesOf(settings: Readonly<Record<string, unknown>>): DisclosureRules {
  const stored = Rules.partial().safeParse(settings.disclosures ?? {});
  if (!stored.success) return defaults;
  const { exportRows, ...rest } = stored.data;
  return { ...defaults, ...rest, exportRows: { ...defaults.exportRows, ...exportRows } } as DisclosureRules; // no field is undefined
}

/** What one person may take in a file by himself. */
export const rowsFor = (rules: DisclosureRules, roles: readonly string[]): number =>
  roles.reduce((most, role) => Math.max(most, rules.exportRows[role] ?? otherRoleRows), 0);

/** Below this nobody is told, however rarely a person looks. */
export const usualFloors = { reveal: 5, export: 500 } as const;
const timesUsual = 3;

/** Whether an hour is unusual: over the house's cap, or three times the person's own busiest hour of a month. */
export function isUnusual(hour: number, busiestHour: number, cap: number, floor: number): boolean {
  return hour > cap || hour > Math.max(floor, busiestHour * timesUsual);
}

/** The change over what stands there, role by role. */
export function changedRules(before: DisclosureRules, { exportRows, ...rest }: ChangeRules): DisclosureRules {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...before, ...given, exportRows: { ...before.exportRows, ...exportRows } };
}
