import { ingestDeals, readCursor, refreshSymbols, walkAccounts, watchPlatform } from '@/server/modules/trading';
import type { Stage } from './client';

/** Between two readings of a story; the platform itself forgets nothing. */
const restMs = 12 * 3_600_000;
let cursor: string | null = null;
let readAt = 0;

const gatewayCtx = ({ world, firm }: Stage) =>
  world.ctx({ id: firm.tenant.id }, { kind: 'job' as const, name: 'deal-stream' });

/** What the gateway of a running house does all the time, here as often as the story wants it. Answers how many were new. */
export async function readDeals(stage: Stage, isUrgent = false): Promise<number> {
  const { connectionId } = stage.shop;
  const now = stage.world.now().getTime();
  if (!isUrgent && now - readAt < restMs) return 0;
  readAt = now;
  let recorded = 0;
  for (;;) {
    const read = await ingestDeals(gatewayCtx(stage), connectionId, cursor);
    cursor = read.cursor;
    recorded += read.recorded;
    if (read.complete) break;
  }
  if (recorded > 0) await stage.world.settle();
  return recorded;
}

export const learnSymbols = async (stage: Stage): Promise<void> => {
  await refreshSymbols(gatewayCtx(stage), stage.shop.connectionId);
};

/** Prices, open positions and balances of every account, as they stand now. */
export async function lookAtPlatform(stage: Stage): Promise<void> {
  const { world, firm, shop } = stage;
  const symbols = await refreshSymbols(gatewayCtx(stage), shop.connectionId);
  const { groupMask } = await readCursor(gatewayCtx(stage), { connectionId: shop.connectionId });
  let page: Awaited<ReturnType<typeof walkAccounts>> = { rows: [], next: null };
  do {
    page = await walkAccounts(gatewayCtx(stage), { after: page.next, limit: 50 });
    await watchPlatform(
      gatewayCtx(stage),
      (run) => world.platform.asTenant(firm.tenant.id, ({ db }) => run(db)),
      shop.connectionId,
      { symbols, ticksSince: null, groupMask },
      page.rows.map(({ id }) => id),
    );
  } while (page.next);
}
