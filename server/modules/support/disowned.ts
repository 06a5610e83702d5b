import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { clientStanding, findClient, placeHoldOn } from '@/server/modules/clients';
import { findUser } from '@/server/modules/identity';
import { careFor } from './request-care';

const dayMs = 86_400_000;

/** A client says that somebody else had signed in: paid out is nothing for as long as after a lost second factor. */
export const coolOffDisowned = command({
  name: 'support.sign_in.cool_off',
  actors: ['job'],
  input: z.object({ userId: idSchema('user'), sessionId: idSchema('session') }),
  output: z.object({ until: z.date().nullable() }),
  run: async (uow, { userId, sessionId }) => {
    const user = found(await findUser(uow, userId), 'user_not_found');
    const client = user.clientId && (await findClient(uow, user.clientId, { lock: true }));
    const standing = client && (await clientStanding(uow, client.id));
    const { holdDays } = standing
      ? await careFor(uow, standing, { kind: 'reset_2fa', channel: 'portal' })
      : { holdDays: 0 };
    const until = holdDays > 0 ? new Date(uow.now.getTime() + holdDays * dayMs) : null;
    if (client && until) {
      const note = 'Nothing is paid out for some days after a sign-in that was not his';
      await placeHoldOn(uow, client, { reason: 'security', note, expiresAt: until, sourceId: sessionId });
    }
    uow.audit({
      object: { type: 'user', id: userId },
      ...(client ? { client: client.id } : {}),
      facts: { sessionId, until },
    });
    return { until };
  },
});
