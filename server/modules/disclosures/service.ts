import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { sensitiveClasses } from '@/server/kernel/sensitive';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { namesOf } from '@/server/modules/identity';
import {
  ChangeRules,
  DisclosurePage,
  DisclosureRow,
  DisclosureRules,
  disclosureKinds,
  ListDisclosures,
  OpenExport,
  OpenedExport,
} from './contract';
import { note } from './note';
import { changedRules, fileRowsMax, rowsFor, rulesOf } from './policy';
import { listRows, lockedSettings, storeRules, unusedPermit } from './repository';

const limitOf = ({ tenant, actor }: Read): number =>
  rowsFor(
    rulesOf(tenant.settings),
    actor.memberships.map(({ role }) => role),
  );

async function permitFor(uow: Uow, input: OpenExport) {
  return input.rows > limitOf(uow) ? unusedPermit(uow, found(uow.actor.userId, 'user_not_found'), input) : null;
}

/**
 * Rows a person may see one page at a time are another thing as a file: who took which, how many, by what filter and why.
 * The rows themselves come from the list's own query, masked for him. Above his limit a second person agrees first, and
 * the same file can then be taken once.
 */
export const openExport = command({
  name: 'disclosures.export.open',
  actors: ['staff'],
  ownAccount: true,
  auditRefusal: true,
  input: OpenExport,
  output: OpenedExport,
  approval: async (uow, input) => {
    const limit = limitOf(uow);
    if (input.rows > fileRowsMax || input.rows <= limit) return null;
    if (!uow.approval && (await permitFor(uow, input))) return null;
    return {
      needed: 1,
      decideGrant: 'disclosures.export.approve',
      summary: `Export of ${input.rows} rows of ${input.table}: ${input.reason}`,
      object: { type: 'tableExport', id: input.table },
      policyVersion: 'disclosures.export/1',
      checks: { rows: input.rows, limit, columns: input.columns.join(', '), filters: input.filters },
    };
  },
  run: async (uow, input) => {
    const { table, rows, columns, filters, reason } = input;
    if (rows > fileRowsMax)
      throw new Refusal('rejected', 'export_too_large', { params: { rows: String(rows), max: String(fileRowsMax) } });
    const permit = uow.approval ? null : await permitFor(uow, input);
    const kind = uow.approval ? 'permit' : 'export';
    const agreed = { approvalId: uow.approval?.id ?? null, permitId: permit?.id ?? null };
    const id = await note(uow, { kind, what: table, rows, columns, filters, reason, ...agreed });
    uow.audit({
      object: { type: 'tableExport', id: table },
      facts: { kind, export: id, rows, columns, filters, ...agreed },
      reason,
    });
    return { id, by: uow.actor.name, at: uow.now };
  },
});

export const listDisclosures = query({
  name: 'disclosures.disclosure.list',
  actors: ['staff'],
  input: ListDisclosures,
  output: DisclosurePage,
  run: async (read, { kind, userId, clientId, what, ...page }) => {
    const { rows, nextCursor, total } = await listRows(read, page, { kind, userId, clientId, what });
    const names = await namesOf(
      read,
      rows.map((row) => row.userId),
    );
    return {
      rows: rows.map(({ permitId: _permit, approvalId: _approval, tenantId: _tenant, ...row }) => ({
        ...row,
        by: names.get(row.userId) ?? '',
        kind: z.enum(disclosureKinds).parse(row.kind),
        classes: DisclosureRow.shape.classes.parse(
          row.classes.filter((one) => sensitiveClasses.some((k) => k === one)),
        ),
      })),
      nextCursor,
      total,
    };
  },
});

/** Everybody's pages ask whether to show the reader's name across them. */
export const readDisclosureRules = query({
  name: 'disclosures.rule.read',
  actors: ['staff'],
  ownAccount: true,
  input: z.object({}),
  output: DisclosureRules.extend({ mine: z.number().int() }),
  run: async (read) => ({ ...rulesOf(read.tenant.settings), mine: limitOf(read) }),
});

export const setDisclosureRules = command({
  name: 'disclosures.rule.set',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: ChangeRules.extend({ reason: z.string().trim().min(4).max(500) }),
  output: z.object({}),
  run: async (uow, { reason, ...change }) => {
    const before = rulesOf(await lockedSettings(uow));
    const rules = changedRules(before, change);
    await storeRules(uow, rules);
    uow.audit({
      object: { type: 'tenant', id: uow.tenant.slug },
      changes: Object.fromEntries(
        (Object.keys(rules) as (keyof typeof rules)[]).map((key) => [key, [before[key], rules[key]] as const]),
      ),
      reason,
    });
    return {};
  },
});
