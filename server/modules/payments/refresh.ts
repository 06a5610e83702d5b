import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import type { Effect } from '@/server/kernel/effect';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { query } from '@/server/kernel/verb';
import { requireVisible } from '@/server/modules/clients';
import { lookUpAttempt } from './effects';
import { newestAttempt } from './repository/deposits';
import { oneDeposit } from './repository/lists';

/** What can still change by asking the PSP; everything else is final or waits for a person. */
const isOpen = (state: string) => ['created', 'awaiting_client', 'processing'].includes(state);
/** A page that asks every few seconds must not become a flood at the PSP. */
const leastBetweenMs = 3_000;

const attemptToAsk = query({
  name: 'payments.deposit.refresh',
  actors: ['client', 'staff'],
  input: z.object({ id: idSchema('deposit') }),
  output: z.object({ attemptId: idSchema('attempt').nullable() }),
  run: async (read, { id }) => {
    const { deposit } = found(await oneDeposit(read, id), 'deposit_not_found');
    if (read.actor.kind === 'client') {
      if (read.actor.clientId !== deposit.clientId) throw new Refusal('not_found', 'deposit_not_found');
    } else await requireVisible(read, deposit.clientId, 'payments.deposit.refresh');
    const attempt = isOpen(deposit.state) ? await newestAttempt(read, id) : null;
    const askedAt = attempt?.lookedUpAt?.getTime() ?? 0;
    return { attemptId: attempt && read.now.getTime() - askedAt >= leastBetweenMs ? attempt.id : null };
  },
});

type Answer = Awaited<ReturnType<typeof lookUpAttempt>>;

/** Who paid and came back need not wait for the webhook. Answers null when there is nothing to ask. */
export const refreshDeposit: Effect<{ id: Id<'deposit'> }, NonNullable<Answer>> = Object.assign(
  async (ctx: Ctx, input: { id: Id<'deposit'> }) => {
    const { attemptId } = await attemptToAsk(ctx, input);
    return attemptId ? lookUpAttempt(ctx, { attemptId }) : null;
  },
  { effectName: 'payments.deposit.refresh' },
);
