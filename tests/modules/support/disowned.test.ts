import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid } from '@/server/kernel/ids';
import { readClient } from '@/server/modules/clients';
import { findUserOfClient, openSession, signInWithPassword } from '@/server/modules/identity';
import { listMessages, tellOf } from '@/server/modules/notifications';
import { coolOffDisowned } from '@/server/modules/support';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { asJob, makeCtx, newUuid } from '../../support/house';
import { type Payer, payerIn } from '../../support/payer';
import { password } from '../../support/people';
import { inUow } from '../../support/registrations';

describe('a client signs in from somewhere new', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  async function signedIn(payer: Payer, device: string) {
    const { email } = await readClient(house.administrator, { id: payer.id });
    const request = { id: randomUUID(), ip: '203.0.113.9', userAgent: 'curl/8', deviceId: `${device}-${payer.id}` };
    const ctx: Ctx = house.withPorts(makeCtx(house.tenant, { credential: { kind: 'anonymous' }, request }));
    const step = await signInWithPassword(ctx, { surface: 'portal', email: email ?? '', password });
    if (step.step !== 'ticket') throw new Error('no second factor was set up');
    return openSession(ctx, { ticket: step.ticket });
  }

  it('reads of it in his portal, with device and network, once', async () => {
    const payer = await payerIn(house, 'Roamer');
    await signedIn(payer, 'first');
    const { sessionId, userId } = await signedIn(payer, 'second');
    const event = { eventId: newUuid(), event: 'identity/sign_in.strange', data: { sessionId, userId } };
    await Promise.all([tellOf(house.job, event), tellOf(house.job, event)]);
    const rows = (await listMessages(house.job, { clientId: payer.id })).rows;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ message: 'new_sign_in', channel: 'in_app', state: 'delivered' });
    expect(rows[0]?.words?.lines.slice(0, 2)).toEqual(['curl/8', '203.0.113.9']);
  });

  it('says it was not him: nothing is paid out for a week, once however often the event comes', async () => {
    const payer = await payerIn(house, 'Robbed');
    const user = await inUow(asJob(house.tenant), (uow) => findUserOfClient(uow, payer.id));
    const input = { userId: user?.id ?? idFromUuid('user', newUuid()), sessionId: idFromUuid('session', newUuid()) };
    const job = { ...house.job, idempotencyKey: 'event/hold' };
    const { until } = await coolOffDisowned(job, input);
    await coolOffDisowned(job, input);
    const days = ((until?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    const { holds, capabilities } = await readClient(house.administrator, { id: payer.id });
    expect(holds).toBe(1);
    expect(capabilities.withdraw).toMatchObject({
      state: 'denied',
      reasons: expect.arrayContaining(['security_hold']),
    });
  });
});
