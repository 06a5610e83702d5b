import { sql } from 'drizzle-orm';
import { paymentNumber } from '@/db/schema/payments';
import { invariant } from '@/server/kernel/errors';
import type { Uow } from '@/server/kernel/uow';

/** Next human number of this tenant: D-90001, W-48001. Taken in the transaction, so a refused command leaves a gap at most. */
export async function nextNumber(uow: Uow, kind: 'D' | 'W'): Promise<string> {
  const first = kind === 'D' ? 90_001 : 48_001;
  const [row] = await uow.db
    .insert(paymentNumber)
    .values({ kind, next: first + 1 })
    .onConflictDoUpdate({
      target: [paymentNumber.tenantId, paymentNumber.kind],
      set: { next: sql`${paymentNumber.next} + 1` },
    })
    .returning({ next: paymentNumber.next });
  invariant(row, 'a number was just taken');
  return `${kind}-${row.next - 1}`;
}
