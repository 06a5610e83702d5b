import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { maySee, sensitive } from '@/server/kernel/sensitive';
import { query } from '@/server/kernel/verb';
import { isIban } from './iban';
import { labelOf } from './instruments';
import { instrumentsEnding, instrumentsWith } from './repository/instruments';

const FindInstrument = z.object({
  typed: z.string().trim().min(4).max(60),
  limit: z.number().int().min(1).max(20).default(6),
});
const InstrumentHit = z.object({
  id: idSchema('instrument'),
  clientId: idSchema('client'),
  clientName: z.string(),
  kind: z.string(),
  label: sensitive('card', z.string()),
});

/** A card or bank account by its last four, as a caller reads them out, or an IBAN in full; for those who see what is found by. */
export const findInstruments = query({
  name: 'payments.instrument.find',
  actors: ['staff'],
  input: FindInstrument,
  output: z.array(InstrumentHit),
  run: async (read, { typed, limit }) => {
    if (!maySee(read.actor, 'card')) return [];
    const verb = 'payments.instrument.find';
    const text = typed.replaceAll(/[\s•*-]/g, '').toUpperCase();
    const rows = isIban(text)
      ? await instrumentsWith(read, verb, await read.ctx.keys.pepper('instrument', text), limit)
      : /^[A-Z\d]{4}$/.test(text)
        ? await instrumentsEnding(read, verb, text, limit)
        : [];
    return rows.map(({ row, clientName }) => ({
      ...{ id: row.id, clientId: row.clientId, clientName, kind: row.kind },
      label: labelOf(row),
    }));
  },
});
