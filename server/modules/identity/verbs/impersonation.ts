import { z } from 'zod';
import { scopeFor } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { StartImpersonation, Ticket } from '../contract';
import { endImpersonations, findUserOfClient } from '../repository';
import { selfId } from '../self';
import { ticketFor } from './sign-in';

export const impersonationVerb = 'identity.impersonation.start';

/**
 * A ticket to look through a client's eyes: read-only, at most an hour, with both names in every trace.
 * The clients module calls this after it has checked that the client is within the caller's rows.
 */
export async function mintImpersonation(
  uow: Uow,
  input: { clientId: Id<'client'>; reason: string; minutes: number },
): Promise<string> {
  const user = found(await findUserOfClient(uow, input.clientId), 'client_has_no_sign_in');
  if (user.status !== 'active') throw new Refusal('rejected', 'user_not_active');
  uow.audit({
    action: 'identity.impersonation.started',
    object: { type: 'user', id: user.id },
    client: input.clientId,
    reason: input.reason,
    facts: { staff: uow.actor.name, staffId: selfId(uow), minutes: input.minutes },
  });
  return ticketFor(uow, user.id, {
    surface: 'portal',
    method: 'impersonation',
    impersonatorId: selfId(uow),
    reason: input.reason,
    minutes: input.minutes,
  });
}

/** For staff who see every client; narrower scopes go through the clients module, which knows whose client it is. */
export const startImpersonation = command({
  name: impersonationVerb,
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  secretOutput: true,
  input: StartImpersonation,
  output: Ticket.extend({ surface: z.literal('portal') }),
  run: async (uow, input) => {
    if (scopeFor(uow.actor, impersonationVerb) !== 'all') throw new Refusal('not_found', 'client_not_found');
    return { ticket: await mintImpersonation(uow, input), surface: 'portal' as const };
  },
});

/** Called from the desk: the impersonated session itself can only read, so it cannot end itself. */
export const stopImpersonation = command({
  name: 'identity.impersonation.stop',
  actors: ['staff'],
  ownAccount: true,
  input: z.object({}),
  output: z.object({ endedSessions: z.number().int() }),
  run: async (uow) => {
    const endedSessions = await endImpersonations(uow, selfId(uow));
    uow.audit({ object: { type: 'user', id: selfId(uow) }, facts: { endedSessions } });
    return { endedSessions };
  },
});
