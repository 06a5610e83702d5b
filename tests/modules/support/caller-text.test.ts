import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid } from '@/server/kernel/ids';
import {
  mailCallerCode,
  openRequest,
  prepareCallerCode,
  readCaller,
  sendCallerCode,
  verifyCaller,
} from '@/server/modules/support';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { payerIn } from '../../support/payer';
import { telephoned, textsFor } from '../../support/texts';

describe('a caller checked by his telephone', () => {
  let house: Brokerage;
  let texts: Awaited<ReturnType<typeof textsFor>>;
  let agent: Ctx;
  beforeAll(async () => {
    house = await testBrokerage();
    texts = await textsFor(house);
    agent = house.withPorts(
      await staffCtx(house.tenant, ['support.*', 'clients.*', 'work.*'], { name: 'Sami Support' }),
    );
  });
  const render = async ({ code }: { code: string }) => ({ subject: 'Code', lines: [], html: '', text: `Code ${code}` });
  async function checked(clientId: `cl_${string}`, by: 'email' | 'sms') {
    const { id } = await sendCallerCode(agent, { clientId, by });
    const code = (await prepareCallerCode(house.job, { id }))?.code ?? '';
    if (by === 'sms') await mailCallerCode(house.job, { id, render, logged: idFromUuid('notification', newUuid()) });
    await verifyCaller(agent, { clientId, code });
    return code;
  }

  it('the code goes to his telephone once, and only where there is one', async () => {
    const { id: clientId, phone } = await telephoned(house, 'Tel');
    expect((await readCaller(agent, { clientId })).ways).toEqual(['email', 'sms']);
    const code = await checked(clientId, 'sms');
    const got = texts.emulator.texts().filter(({ to }) => to === phone);
    expect(got.map(({ body }) => body)).toEqual([`Code ${code}`]);
    expect(await readCaller(agent, { clientId })).toMatchObject({ verifiedBy: 'sms' });
    const without = await payerIn(house, 'Phoneless');
    expect((await readCaller(agent, { clientId: without.id })).ways).toEqual(['email']);
    await expect(sendCallerCode(agent, { clientId: without.id, by: 'sms' })).rejects.toMatchObject({
      reason: 'no_address_to_send_to',
    });
  });

  it('what is to be changed proves nothing: each is changed by the other', async () => {
    const email = { kind: 'change_email', wanted: { email: `${newUuid()}@post.example` } } as const;
    const phone = { kind: 'change_phone', wanted: { phone: '+31 20 555 0142' } } as const;
    const { id: clientId } = await telephoned(house, 'Both');
    await checked(clientId, 'email');
    await expect(openRequest(agent, { clientId, ...email })).rejects.toMatchObject({ reason: 'caller_other_way' });
    await expect(openRequest(agent, { clientId, ...phone })).resolves.toMatchObject({ state: 'open' });
    await checked(clientId, 'sms');
    await expect(openRequest(agent, { clientId, ...email })).resolves.toMatchObject({ state: 'open' });
    const { id: other } = await telephoned(house, 'Other');
    await checked(other, 'sms');
    await expect(openRequest(agent, { clientId: other, ...phone })).rejects.toMatchObject({
      reason: 'caller_other_way',
    });
  });
});
