import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { command } from '@/server/kernel/verb';
import { RecordExport } from './contract';

/** More than this leaves the house only as a report that somebody else has agreed to. */
const exportRowsMax = 10_000;

/** Rows a person may see one page at a time are another thing as a file: who took which, how many and by what filter is kept. */
export const recordExport = command({
  name: 'audit.export.record',
  actors: ['staff'],
  ownAccount: true,
  auditRefusal: true,
  input: RecordExport,
  output: z.object({}),
  run: async (uow, { table, rows, columns, filters }) => {
    if (rows > exportRowsMax)
      throw new Refusal('rejected', 'export_too_large', { params: { rows: String(rows), max: String(exportRowsMax) } });
    uow.audit({ object: { type: 'tableExport', id: table }, facts: { rows, columns, filters } });
    return {};
  },
});
