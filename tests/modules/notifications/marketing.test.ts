import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { recordConsent } from '@/server/modules/clients';
import {
  listConsentHistory,
  listMessages,
  lookAtSubscription,
  readMarketingChoices,
  sendDue,
  sendMarketing,
  setMarketingChoices,
  unsubscribe,
} from '@/server/modules/notifications';
import { stopByOneClick } from '@/server/transports/unsubscribe';
import { signedIn, staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { makeCtx, newUuid } from '../../support/house';
import { later, type Payer, payerIn } from '../../support/payer';
import { newest, postOffice } from '../../support/post';

describe('what the house may say only to who has said yes', () => {
  let house: Brokerage;
  let post: Awaited<ReturnType<typeof postOffice>>;
  let job: Ctx;
  let sender: Ctx;
  beforeAll(async () => {
    house = await testBrokerage();
    post = await postOffice();
    job = post.through(house.job);
    sender = house.withPorts(await staffCtx(house.tenant, ['notifications.marketing.send', 'clients.*']));
  });

  const agreed = async (name: string): Promise<Payer> => {
    const payer = await payerIn(house, name);
    await setMarketingChoices(payer.ctx, { channels: ['email'], topics: ['news', 'offers', 'education'] });
    return payer;
  };
  const letter = (of: object) => ({
    ...{ key: newUuid(), topic: 'news' as const, channel: 'email' as const },
    ...{ subject: 'A new platform', lines: ['It is faster.'] },
    ...of,
  });
  const to = (payer: Payer, of: object = {}) => sendMarketing(sender, { ...letter(of), to: { clientId: payer.id } });
  const told = async (payer: Payer) =>
    (await listMessages(job, { clientId: payer.id })).rows.filter(({ message }) => message.startsWith('marketing_'));
  async function tokenOf(payer: Payer) {
    const [row] = await told(payer);
    const mail = newest(post.handed.filter(({ to }) => to === row?.to));
    const [, url = ''] = /^<(.+)>$/.exec(mail.headers?.['List-Unsubscribe'] ?? '') ?? [];
    return { url, token: new URL(url).searchParams.get('token') ?? '', mail };
  }
  const stranger = () => house.withPorts(makeCtx(house.tenant, { credential: { kind: 'anonymous' } }));
  const oneClick = (url: string, body = 'List-Unsubscribe=One-Click') =>
    stopByOneClick(new Request(url, { method: 'POST', body }), house.tenant.slug, async (of) => ({
      ...stranger(),
      ...of,
    }));

  it('silence is no; a yes to mail is no yes to the telephone; a topic he does not want stays out', async () => {
    const silent = await payerIn(house, 'Silent');
    expect(await to(silent)).toMatchObject({ queued: 0, withoutConsent: 1 });
    const payer = await agreed('Reader');
    await setMarketingChoices(payer.ctx, { channels: ['email'], topics: ['news'] });
    expect(await to(payer, { topic: 'offers' })).toMatchObject({ queued: 0, withoutConsent: 1 });
    await expect(to(payer, { channel: 'sms' })).rejects.toMatchObject({ reason: 'message_has_no_way' });
    expect(await to(payer)).toMatchObject({ queued: 1, withoutConsent: 0 });
    await recordConsent(house.job, {
      clientId: payer.id,
      purpose: 'marketing',
      channel: 'email',
      isGiven: false,
      wording: 'call',
    });
    expect(await to(payer)).toMatchObject({ queued: 0, withoutConsent: 1 });
  });

  it('goes out once under one key, with the button of mail programs, and stops at two in a week', async () => {
    const payer = await agreed('Often');
    const key = newUuid();
    const twice = await Promise.all([to(payer, { key }), to(payer, { key })]);
    expect(twice.map(({ queued }) => queued).sort()).toEqual([0, 1]);
    await sendDue(job, {});
    const { mail, url } = await tokenOf(payer);
    expect(mail.headers?.['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(mail.html).toContain('Stop these letters');
    expect(url).toContain(`/api/unsubscribe/${house.tenant.slug}?token=ntf_`);
    expect((await told(payer)).map(({ state, isResendable }) => [state, isResendable])).toEqual([['sent', false]]);
    expect(await to(payer)).toMatchObject({ queued: 1 });
    expect(await to(payer)).toMatchObject({ queued: 0, tooOften: 1 });
    const nextWeek = { ...sender, clock: later(sender, 8 * 24 * 60).clock };
    const session = await signedIn(house.tenant, ['notifications.marketing.send', 'clients.*']);
    expect(session.name).toBeTruthy();
    await expect(sendMarketing(nextWeek, { ...letter({}), to: { clientId: payer.id } })).rejects.toMatchObject({
      reason: 'session_ended',
    });
  });

  it('one POST without a sign-in stops it, said twice it is one word, and what waits is not sent', async () => {
    const payer = await agreed('Enough');
    await to(payer);
    await sendDue(job, {});
    const { url, token } = await tokenOf(payer);
    expect(await lookAtSubscription(stranger(), { token })).toMatchObject({ topic: 'news', isSubscribed: true });
    await to(payer);
    expect((await oneClick(url, 'anything')).status).toBe(400);
    expect((await oneClick(url)).status).toBe(200);
    expect((await oneClick(url)).status).toBe(200);
    expect(await lookAtSubscription(stranger(), { token })).toMatchObject({ isSubscribed: false });
    await sendDue(job, {});
    expect((await told(payer))[0]).toMatchObject({ state: 'suppressed', problem: 'unsubscribed meanwhile' });
    const { rows } = await listConsentHistory(house.administrator, { clientId: payer.id });
    expect(rows.filter(({ purpose }) => purpose === 'marketing/news')).toMatchObject([
      { isGiven: false, wording: 'one-click', channel: 'email' },
    ]);
    expect(await readMarketingChoices(payer.ctx, {})).toEqual({ channels: ['email'], topics: ['offers', 'education'] });
    await unsubscribe(stranger(), { token, all: true });
    expect(await readMarketingChoices(payer.ctx, {})).toMatchObject({ channels: [] });
  });

  it('a made-up link stops nothing', async () => {
    const payer = await agreed('Kept');
    await to(payer);
    await sendDue(job, {});
    const { token, url } = await tokenOf(payer);
    const [id] = token.split('.');
    const forged = `${id}.${'A'.repeat(43)}`;
    await expect(unsubscribe(stranger(), { token: forged })).rejects.toMatchObject({ reason: 'link_invalid_or_used' });
    expect((await oneClick(url.replace(token, forged))).status).toBe(400);
    expect(await lookAtSubscription(stranger(), { token })).toMatchObject({ isSubscribed: true });
  });

  it('a filter reaches those who said yes among the sender’s own, and tells how many were left out', async () => {
    const filter = { limit: 200, direction: 'desc' as const };
    const sent = await sendMarketing(sender, { ...letter({ topic: 'education' }), to: { filter } });
    expect(sent.queued).toBeGreaterThan(0);
    expect(sent.withoutConsent).toBeGreaterThan(0);
    const own = house.withPorts(await staffCtx(house.tenant, ['notifications.marketing.send'], { scope: 'own' }));
    expect(await sendMarketing(own, { ...letter({}), to: { filter } })).toMatchObject({ queued: 0, withoutConsent: 0 });
    const other = await agreed('Foreign');
    await expect(sendMarketing(own, { ...letter({}), to: { clientId: other.id } })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  it('each word he said stands with its day, its page and who said it', async () => {
    const payer = await agreed('Careful');
    await setMarketingChoices(payer.ctx, { channels: ['email'], topics: ['news', 'offers', 'education'] });
    await setMarketingChoices(payer.ctx, { channels: [], topics: ['news', 'offers', 'education'] });
    const { rows } = await listConsentHistory(house.administrator, { clientId: payer.id });
    expect(
      rows.filter(({ purpose }) => purpose === 'marketing').map(({ isGiven, wording }) => [isGiven, wording]),
    ).toEqual([
      [false, 'profile/1'],
      [true, 'profile/1'],
      [false, 'registration'],
    ]);
  });
});
