import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lockWaiting, vote } from '@/server/kernel/approvals';
import { type Id, idSchema, uuidFromId } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import { replayApproved } from '@/server/kernel/replay';
import { command, isParked } from '@/server/kernel/verb';
import { signedIn, staffCtx } from '../../support/actors';
import { bareOwner } from '../../support/books';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';

const touch = command({
  name: 'test.replay.touch',
  actors: ['staff'],
  input: z.object({ client: idSchema('client') }),
  output: z.object({}),
  approval: async (_uow, { client }) => ({
    needed: 1,
    decideGrant: 'test.replay.touch',
    summary: 'touch',
    object: { type: 'client', id: client },
    policyVersion: 'v1',
    checks: {},
  }),
  run: async (uow, { client }) => {
    await requireReach(uow, 'test.replay.touch', client);
    uow.audit({ object: { type: 'client', id: client } });
    return {};
  },
});
const agree = command({
  name: 'test.replay.agree',
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

describe('a request is replayed with the reach of who asked', () => {
  let tenant: TestTenant;
  let client: Id<'client'>;
  beforeAll(async () => {
    tenant = await testTenant();
    const [owner] = await bareOwner(tenant);
    if (!owner) throw new Error('no client');
    client = owner.client;
  });

  async function asked(owns: boolean) {
    const person = await signedIn(tenant, ['test.replay.touch'], { scope: 'own' });
    const own = (user: string | null) =>
      asOwner(tenant, (query) =>
        query('update client set owner_id = $3 where tenant_id = $1 and id = $2', [
          tenant.id,
          uuidFromId('client', client),
          user,
        ]),
      );
    await own(owns ? person.userUuid : null);
    const ctx = makeCtx(tenant, {
      credential: { kind: 'session', sessionId: person.sessionUuid, surface: person.surface },
    });
    const result = await touch.orPark(ctx, { client });
    if (!isParked(result)) throw new Error('not parked');
    return { id: result.parked as Id<'approval'>, own };
  }
  const approver = () => staffCtx(tenant, ['test.replay.touch']);

  it('his own client is reached', async () => {
    const { id } = await asked(true);
    await expect(agree(await approver(), { id })).resolves.toEqual({});
  });

  it('a client he never had is not, though the approver reaches all', async () => {
    const { id } = await asked(false);
    await expect(agree(await approver(), { id })).rejects.toMatchObject({ reason: 'client_not_found' });
  });

  it('nor one that was taken from him while the request waited', async () => {
    const { id, own } = await asked(true);
    await own(null);
    await expect(agree(await approver(), { id })).rejects.toMatchObject({ reason: 'client_not_found' });
  });
});
