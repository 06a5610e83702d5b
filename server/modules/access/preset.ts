import type { RowScope } from '@/server/kernel/context';

export type RolePreset = {
  readonly key: string;
  readonly name: string;
  /** Whose work it is, for the person who invites. */
  readonly about: string;
  readonly grants: readonly string[];
  readonly rowScope: RowScope;
  /** Held alone: an auditor who also works here audits himself. */
  readonly isExclusive?: boolean;
  readonly mustEnd?: boolean;
};

/** What every desk shows: work, where it leaks, and the names of the company's own entities. Figures need their lists' grants, too. */
export const deskBasics = [
  'work.item.*',
  'work.task.*',
  'work.view.*',
  'read:work.*',
  'read:reporting.*',
  'tenancy.entity.list',
];
