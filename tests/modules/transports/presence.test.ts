import { beforeAll, describe, expect, it, vi } from 'vitest';
import { listenOn } from '@/db/listen';
import type { Ctx } from '@/server/kernel/context';
import { uuidFromId } from '@/server/kernel/ids';
import { PresenceBook, presenceResponse, presentMs } from '@/server/transports/presence';
import { clientCtx, staffCtx } from '../../support/actors';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { newClient, place } from '../../support/registrations';

const item = 'wi_01m8427bdxe1ptna1jpktm1y2g';

describe('presence', () => {
  let tenant: TestTenant;
  let book: PresenceBook;
  beforeAll(async () => {
    tenant = await testTenant();
    book = new PresenceBook();
  });
  const say = async (ctx: Ctx, body: unknown, headers: Record<string, string> = {}) => {
    const request = new Request('http://127.0.0.1/api/presence', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const response = await presenceResponse(request, { book, ctxFor: async () => ctx });
    return { status: response.status, body: await response.json() };
  };
  const here = { objectId: item, isHere: true };

  it('tells each of two people about the other, until one leaves', async () => {
    const [ann, bob] = [await staffCtx(tenant, []), await staffCtx(tenant, [])];
    expect(await say(ann, here)).toEqual({ status: 200, body: { others: [] } });
    const second = await say(bob, here);
    expect(second.body.others).toHaveLength(1);
    expect((await say(ann, here)).body.others).toHaveLength(1);
    expect((await say(ann, { objectId: 'wi_01m8427bdxe1ptna1jpktm1y2h', isHere: true })).body.others).toEqual([]);
    await say(ann, { ...here, isHere: false });
    expect((await say(bob, here)).body.others).toEqual([]);
  });

  it('is nothing for another company, for clients, for strangers, and for another site', async () => {
    const elsewhere = await testTenant();
    await say(await staffCtx(tenant, []), here);
    expect((await say(await staffCtx(elsewhere, []), here)).body.others).toEqual([]);
    const at = await place(tenant);
    const { id } = await newClient(tenant, at);
    expect((await say(await clientCtx(tenant, uuidFromId('client', id)), here)).status).toBe(401);
    expect((await say(makeCtx(tenant, { credential: { kind: 'anonymous' } }), here)).status).toBe(401);
    expect((await say(await staffCtx(tenant, []), here, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await say(await staffCtx(tenant, []), { objectId: 'x', isHere: true })).status).toBe(400);
  });

  it('tells the other processes', async () => {
    const heard: string[] = [];
    let isUp = false;
    const onNotice = (payload: string) => void heard.push(payload);
    const onUp = () => {
      isUp = true;
    };
    const listening = listenOn(tenant.appUrl, 'bos_presence', { onNotice, onUp, onDown: () => {} });
    await vi.waitUntil(() => isUp);
    await say(await staffCtx(tenant, []), here);
    await vi.waitUntil(() => heard.length > 0);
    await listening.stop();
    expect(JSON.parse(heard[0] ?? '{}')).toMatchObject({ tenantId: tenant.id, objectId: item, isHere: true });
  });

  it('forgets who was not heard of, and does not grow with what is over', () => {
    const memory = new PresenceBook();
    const seen = (objectId: string, userId: string) => ({
      tenantId: 't',
      objectId,
      userId,
      name: userId,
      isHere: true,
    });
    memory.note(seen('a', 'ann'), 0);
    expect(memory.others('t', 'a', 'bob', presentMs - 1)).toEqual(['ann']);
    expect(memory.others('t', 'a', 'bob', presentMs)).toEqual([]);
    memory.note(seen('b', 'ann'), presentMs);
    expect(memory.others('t', 'a', 'bob', 0)).toEqual([]);
  });
});
