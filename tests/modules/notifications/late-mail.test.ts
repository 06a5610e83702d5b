import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { readReturnLocal, returnLocal } from '@/server/kernel/return-path';
import {
  liftSuppression,
  listMessages,
  listSuppressions,
  recordOutsideMail,
  tellOf,
} from '@/server/modules/notifications';
import { receiveMailReport } from '@/server/transports/inbound-mail';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { type Payer, payerIn } from '../../support/payer';
import { newest, postOffice } from '../../support/post';

const secret = 'a secret of thirty-two letters..';
const domain = 'bounces.test.example';

describe('mail that comes back late', () => {
  let house: Brokerage;
  let post: Awaited<ReturnType<typeof postOffice>>;
  let job: Ctx;
  const handIn = (request: Request) => receiveMailReport(request, async (of) => ({ ...house.job, ...of }));

  beforeAll(async () => {
    process.env.MAIL_INBOUND_SECRET = secret;
    process.env.MAIL_BOUNCE_DOMAIN = domain;
    house = await testBrokerage();
    post = await postOffice({
      inbound: {
        url: 'https://bos.example/api/inbound/mail',
        secret,
        callOut: async (url, init) => handIn(new Request(url, init)),
      },
    });
    job = post.through(house.job);
  });

  const tell = (payer: Payer) =>
    tellOf(job, { eventId: newUuid(), event: 'clients/contact.changed', data: { clientId: payer.id } });
  const mailsOf = async (payer: Payer) =>
    (await listMessages(job, { clientId: payer.id })).rows.filter(({ channel }) => channel === 'email');
  const stopped = async (payer: Payer) => (await listSuppressions(house.administrator, { clientId: payer.id })).rows;
  async function mailed(name: string) {
    const payer = await payerIn(house, name);
    await tell(payer);
    return { payer, mail: await lastMail(payer) };
  }
  async function lastMail(payer: Payer) {
    const [row] = await mailsOf(payer);
    return newest(post.emulator.messages().filter(({ envelope }) => row?.to && envelope.to.includes(row.to)));
  }
  const signed = (body: string, at = Date.now()) => {
    const seconds = Math.floor(at / 1_000);
    const v1 = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    const headers = { 'x-signature': `t=${seconds},v1=${v1}` };
    return handIn(new Request('https://bos.example/api/inbound/mail', { method: 'POST', headers, body }));
  };

  it('each mail goes out under a return address of its own, which nobody can make up', async () => {
    const { payer, mail } = await mailed('Verp');
    const [row] = await mailsOf(payer);
    const [local = '', at] = mail.envelope.from.split('@');
    expect(at).toBe(domain);
    const { keys } = house.job;
    const messageId = uuidFromId('notification', row?.id ?? 'ntf_');
    expect(await readReturnLocal(keys, local.toUpperCase())).toEqual({ tenantId: house.tenant.id, messageId });
    for (const other of [
      `${local.slice(0, -1)}${local.endsWith('a') ? 'b' : 'a'}`,
      `b${local.slice(1)}`,
      local.slice(1),
    ])
      expect(local.startsWith('b') && other === local ? null : await readReturnLocal(keys, other)).toBeNull();
    for (let i = 0; i < 50; i += 1) {
      const [tenantId, id] = [randomUUID(), randomUUID()];
      expect(await readReturnLocal(keys, await returnLocal(keys, tenantId, id))).toEqual({ tenantId, messageId: id });
    }
  });

  it('a mailbox that does not exist closes its address, and the same said again changes nothing', async () => {
    const { payer, mail } = await mailed('Gone');
    expect(await post.emulator.bounce(mail, { status: '5.1.1' })).toBe(200);
    expect((await mailsOf(payer))[0]).toMatchObject({ state: 'bounced', problem: expect.stringContaining('5.1.1') });
    const [row] = await stopped(payer);
    expect(row).toMatchObject({ reason: 'hard_bounce', liftedAt: null });
    if (!row) throw new Error('nothing was stopped');
    await liftSuppression(house.administrator, { id: row.id, reason: 'He has mended his mailbox' });
    expect(await post.emulator.bounce(mail, { status: '5.1.1' })).toBe(200);
    expect(await stopped(payer)).toEqual([]);
  });

  it('a full mailbox fails one message; three in a row, and the address is closed', async () => {
    const { payer, mail } = await mailed('Full');
    await post.emulator.bounce(mail, { status: '5.2.2', words: 'mailbox full' });
    expect((await mailsOf(payer))[0]).toMatchObject({ state: 'failed' });
    expect(await stopped(payer)).toEqual([]);
    for (let i = 0; i < 2; i += 1) {
      await tell(payer);
      await post.emulator.bounce(await lastMail(payer), { status: '5.2.2' });
    }
    expect(await stopped(payer)).toMatchObject([
      { reason: 'hard_bounce', detail: expect.stringContaining('in a row') },
    ]);
  });

  it('a delay is no end', async () => {
    const { payer, mail } = await mailed('Slow');
    expect(await post.emulator.bounce(mail, { status: '4.4.1', action: 'delayed' })).toBe(200);
    expect((await mailsOf(payer))[0]).toMatchObject({ state: 'sent', problem: null });
  });

  it('a complaint closes the address once; told again it does not undo the desk', async () => {
    const { payer, mail } = await mailed('Angry');
    await post.emulator.complain(mail);
    const [row] = await stopped(payer);
    expect(row).toMatchObject({ reason: 'complaint' });
    if (!row) throw new Error('nothing was stopped');
    await liftSuppression(house.administrator, { id: row.id, reason: 'He pressed the wrong button' });
    await post.emulator.complain(mail);
    expect(await stopped(payer)).toEqual([]);
    const other = await mailed('Mistaken');
    await post.emulator.complain(other.mail, 'not-spam');
    expect(await stopped(other.payer)).toEqual([]);
  });

  it('mails with links come back too: they are logged under the name they went out by', async () => {
    const payer = await payerIn(house, 'Linked');
    const id = idFromUuid('notification', randomUUID());
    const said = {
      message: 'verify_email' as const,
      clientId: payer.id,
      userId: null,
      language: 'en',
      to: 'x@y.example',
    };
    const rest = { eventId: newUuid(), subject: 'Confirm', lines: [], outcome: 'accepted' as const, what: null };
    await recordOutsideMail(job, { id, ...said, ...rest });
    const from = `${await returnLocal(house.job.keys, house.tenant.id, uuidFromId('notification', id))}@${domain}`;
    const mail = { ...(await mailed('Somebody')).mail, envelope: { from, to: ['x@y.example'] } };
    await post.emulator.bounce(mail, { status: '5.1.1' });
    expect((await mailsOf(payer))[0]).toMatchObject({ state: 'bounced' });
  });

  it('what is not signed, old, forged, unknown or no mail at all changes nothing and breaks nothing', async () => {
    const { payer, mail } = await mailed('Calm');
    const post_ = (headers: Record<string, string>, body = 'x') =>
      handIn(new Request('https://bos.example/api/inbound/mail', { method: 'POST', headers, body }));
    expect((await post_({})).status).toBe(401);
    expect((await post_({ 'x-signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` })).status).toBe(
      401,
    );
    expect((await signed('x', Date.now() - 10 * 60_000)).status).toBe(401);
    const stranger = await returnLocal(house.job.keys, house.tenant.id, randomUUID());
    const forged = { ...mail, envelope: { ...mail.envelope, from: `${'a'.repeat(62)}@${domain}` } };
    expect(await post.emulator.bounce(forged, { status: '5.1.1' })).toBe(200);
    const unknown = { ...mail, envelope: { ...mail.envelope, from: `${stranger}@${domain}` } };
    expect(await post.emulator.bounce(unknown, { status: '5.1.1' })).toBe(200);
    for (const body of [
      '',
      'no mail',
      '\u0000\u0001',
      `Content-Type: multipart/report; boundary="\r\n\r\n${'--'.repeat(500)}`,
    ])
      expect((await signed(body)).status).toBe(200);
    expect((await mailsOf(payer))[0]).toMatchObject({ state: 'sent' });
  });
});
