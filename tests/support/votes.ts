import { z } from 'zod';
import { lockWaiting, vote } from '@/server/kernel/approvals';
import { idSchema } from '@/server/kernel/ids';
import { replayApproved } from '@/server/kernel/replay';
import { command } from '@/server/kernel/verb';

/** A second person's yes that is the last one needed: the parked request runs at once. */
export const agree = command({
  name: 'test.approval.agree',
  actors: ['staff'],
  ownAccount: true,
  input: z.object({ id: idSchema('approval') }),
  output: z.object({}),
  run: async (uow, { id }) => {
    const request = await lockWaiting(uow, id);
    await replayApproved(uow, request, await vote(uow, request, 'approve', null));
    return {};
  },
});
