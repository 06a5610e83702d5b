import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { SessionRow } from '../contract';
import { endSessionRows, liveSessions } from '../repository';
import { about, people, self, selfId } from '../self';
import { endSessions } from '../users';

const own = { actors: people, ownAccount: true } as const;

export const listMySessions = query({
  ...own,
  name: 'identity.session.list',
  input: z.object({}),
  output: z.object({ rows: z.array(SessionRow) }),
  run: async (read) => {
    const rows = await liveSessions(read, selfId(read));
    return {
      rows: rows.map(({ row, impersonator }) => ({
        id: row.id,
        surface: SessionRow.shape.surface.parse(row.surface),
        method: row.method,
        createdAt: row.createdAt,
        lastSeenAt: row.lastSeenAt,
        expiresAt: row.expiresAt,
        ip: row.ip,
        userAgent: row.userAgent,
        isCurrent: row.id === read.actor.sessionId,
        impersonator,
      })),
    };
  },
});

export const revokeSession = command({
  ...own,
  name: 'identity.session.revoke',
  input: z.object({ sessionId: idSchema('session') }),
  output: z.object({}),
  run: async (uow, { sessionId }) => {
    // Somebody else's session does not exist for this caller.
    const [ended] = await endSessionRows(uow, { userId: selfId(uow), id: sessionId }, 'revoked_by_owner');
    found(ended, 'session_not_found');
    uow.audit({ object: { type: 'session', id: sessionId } });
    return {};
  },
});

export const revokeOtherSessions = command({
  ...own,
  name: 'identity.session.revoke_others',
  input: z.object({}),
  output: z.object({ endedSessions: z.number().int() }),
  run: async (uow) => {
    const user = await self(uow);
    const endedSessions = await endSessions(uow, user.id, 'revoked_by_owner', uow.actor.sessionId);
    uow.audit(about(user));
    return { endedSessions };
  },
});

export const signOut = command({
  ...own,
  name: 'identity.session.sign_out',
  input: z.object({}),
  output: z.object({}),
  run: async (uow) => {
    const sessionId = found(uow.actor.sessionId, 'session_not_found');
    await endSessionRows(uow, { userId: selfId(uow), id: sessionId }, 'signed_out');
    uow.audit({ object: { type: 'session', id: sessionId } });
    return {};
  },
});
