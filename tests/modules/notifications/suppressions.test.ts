import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import {
  liftSuppression,
  listMessages,
  listSuppressions,
  resendMessage,
  sendDue,
  tellOf,
} from '@/server/modules/notifications';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { later, type Payer, payerIn } from '../../support/payer';
import { postOffice } from '../../support/post';
import { telephoned, textsFor } from '../../support/texts';

describe('addresses nothing is sent to', () => {
  let house: Brokerage;
  let post: Awaited<ReturnType<typeof postOffice>>;
  let texts: Awaited<ReturnType<typeof textsFor>>;
  let job: Ctx;
  let support: Ctx;
  const tell = (to: Payer) =>
    tellOf(job, { eventId: newUuid(), event: 'clients/contact.changed', data: { clientId: to.id } });
  const newest = async (to: Payer, way: 'email' | 'sms' = 'email') => {
    const { rows } = await listMessages(job, { clientId: to.id });
    const row = rows.find(({ channel }) => channel === way);
    if (!row) throw new Error(`nothing was said by ${way}`);
    return row;
  };
  const bounced = async (firstName: string) => {
    const payer = await payerIn(house, firstName);
    post.emulator.faults.add({ on: 'rcpt', fault: { kind: 'unknown_user' } });
    await tell(payer);
    return payer;
  };
  const listed = async (to: Payer, ctx = support, withLifted = false) =>
    (await listSuppressions(ctx, { clientId: to.id, withLifted })).rows;
  const only = async (to: Payer) => {
    const [row] = await listed(to);
    if (!row) throw new Error('nothing is suppressed');
    return row;
  };

  beforeAll(async () => {
    house = await testBrokerage();
    post = await postOffice();
    texts = await textsFor(house);
    job = post.through(house.job);
    support = house.withPorts(await staffCtx(house.tenant, ['notifications.*', 'sensitive.contact'], { name: 'Sue' }));
  });

  it('a bounce stands on the list with what the server said, in clear only for who may see contact data', async () => {
    const payer = await bounced('Bea');
    expect(await only(payer)).toMatchObject({
      channel: 'email',
      reason: 'hard_bounce',
      address: (await newest(payer)).to,
      clientName: 'Bea Oosterveld',
      detail: expect.stringContaining('550'),
      liftedAt: null,
    });
    const blind = house.withPorts(await staffCtx(house.tenant, ['notifications.suppression.list']));
    expect((await listed(payer, blind))[0]?.address).toMatch(/^.•••@/);
    const own = house.withPorts(await staffCtx(house.tenant, ['notifications.suppression.list'], { scope: 'own' }));
    await expect(listed(payer, own)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await listSuppressions(own, {})).rows).toEqual([]);
  });

  it('lifted with a reason it is written to again, and what was held back goes out when it is sent anew', async () => {
    const payer = await bounced('Lia');
    await tell(payer);
    const held = await newest(payer);
    expect(held.state).toBe('suppressed');
    await expect(resendMessage(support, { id: held.id })).rejects.toMatchObject({ reason: 'address_is_suppressed' });
    const { id } = await only(payer);
    const reader = house.withPorts(await staffCtx(house.tenant, ['read:notifications.*']));
    await expect(liftSuppression(reader, { id, reason: 'Mailbox is back' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await liftSuppression(support, { id, reason: 'Mailbox is back' });
    await expect(liftSuppression(support, { id, reason: 'Once more' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await listed(payer)).toEqual([]);
    expect((await listed(payer, support, true))[0]).toMatchObject({ liftedBy: 'Sue', liftReason: 'Mailbox is back' });
    const again = await resendMessage(support, { id: held.id });
    await expect(resendMessage(support, { id: held.id })).rejects.toMatchObject({ reason: 'message_still_queued' });
    await sendDue(later(job, 1), {});
    const sent = await newest(payer);
    expect(sent).toMatchObject({ id: again.id, state: 'sent', words: held.words });
    expect(post.emulator.messages().filter(({ envelope }) => envelope.to.includes(sent.to ?? ''))).toHaveLength(1);
  });

  it('who said STOP is written to by mail only, and nobody at the desk undoes his word', async () => {
    const payer = await telephoned(house, 'Stop');
    texts.emulator.stop(texts.account.numbers[0] ?? '', payer.phone);
    await tell(payer);
    expect(await newest(payer, 'sms')).toMatchObject({ state: 'bounced' });
    expect(await newest(payer)).toMatchObject({ state: 'sent' });
    const row = await only(payer);
    expect(row).toMatchObject({ channel: 'sms', reason: 'opted_out', address: payer.phone });
    await expect(liftSuppression(support, { id: row.id, reason: 'He wants them' })).rejects.toMatchObject({
      reason: 'suppression_is_his_own',
    });
  });

  it('what stands in the portal is not sent again, nor is another desk’s client reached', async () => {
    const payer = await payerIn(house, 'Inapp');
    await tell(payer);
    const { rows } = await listMessages(job, { clientId: payer.id });
    const shown = rows.find(({ channel }) => channel === 'in_app');
    await expect(resendMessage(support, { id: shown?.id ?? `ntf_` })).rejects.toMatchObject({
      reason: 'message_not_resendable',
    });
    const own = house.withPorts(await staffCtx(house.tenant, ['notifications.message.resend'], { scope: 'own' }));
    await expect(resendMessage(own, { id: (await newest(payer)).id })).rejects.toMatchObject({ kind: 'not_found' });
  });
});
