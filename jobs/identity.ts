import { render, toPlainText } from 'react-email';
import { Letter } from '@/emails/_parts/letter';
import { wordsOf } from '@/emails/identity/words';
import { placeName } from '@/server/kernel/device-name';
import type { Id } from '@/server/kernel/ids';
import { momentText } from '@/server/kernel/time';
import {
  type MailSaid,
  type Notice,
  type RenderMail,
  sendIdentityMail,
  sendIdentityNotice,
} from '@/server/modules/identity';
import { recordOutsideMail } from '@/server/modules/notifications';
import { inngest } from './client';
import { idOf, jobCtx } from './house';
import { loggedId } from './logged-mail';

function signInText({ signIn, language }: Parameters<RenderMail>[0]) {
  if (!signIn) return null;
  const { at, device, country, ip, zone } = signIn;
  return { at: momentText(at, language, zone), device, place: placeName(country, ip, language) };
}

/** The one place where an identity mail becomes words. */
export const renderIdentityMail: RenderMail = async (mail) => {
  const { brand, language, name, invitedBy, template, notice, url } = mail;
  const facts = { brand: brand.name, name, invitedBy: invitedBy ?? '', signIn: signInText(mail) };
  const words = wordsOf(notice ?? template, language, facts);
  const action = words.action ? { action: { label: words.action, url } } : {};
  const html = await render(
    Letter({ look: brand, language, subject: words.subject, lines: words.lines, foot: words.foot, ...action }),
  );
  return { subject: words.subject, lines: words.lines, html, text: toPlainText(html) };
};

type Event = Parameters<typeof jobCtx>[0];

/** Not taken: the run is tried again. Taken: it stands with everything else the person was told, without its link. */
async function conclude(event: Event, said: MailSaid | null): Promise<void> {
  if (!said) return;
  const { mail, rendered, result } = said;
  if (result.outcome === 'deferred') throw new Error('the mail server does not take it now');
  const { clientId, userId, language, to, notice, template } = mail;
  await recordOutsideMail(jobCtx(event, 'identity'), {
    id: await loggedId(event),
    ...{ clientId, userId, language, to },
    eventId: event.id ?? '',
    message: notice ?? (template === 'notice' ? 'locked_out' : template),
    subject: rendered.subject,
    lines: [...rendered.lines],
    outcome: result.outcome,
    what: 'what' in result ? result.what : null,
  });
}

export const mailToken = inngest.createFunction(
  { id: 'identity-mail-token', triggers: [{ event: 'identity/token.issued' }], retries: 10 },
  async ({ event, step }) => {
    await step.run('send', async () => {
      const said = await sendIdentityMail(jobCtx(event, 'identity'), {
        tokenId: idOf<Id<'token'>>(event, 'tokenId'),
        render: renderIdentityMail,
        logged: await loggedId(event),
      });
      await conclude(event, said);
    });
  },
);

export const mailNotice = inngest.createFunction(
  { id: 'identity-mail-notice', triggers: [{ event: 'identity/notice.raised' }], retries: 10 },
  async ({ event, step }) => {
    await step.run('send', async () => {
      const said = await sendIdentityNotice(jobCtx(event, 'identity'), {
        userId: idOf<Id<'user'>>(event, 'userId'),
        notice: idOf<Notice>(event, 'notice'),
        key: event.id ?? '',
        render: renderIdentityMail,
        logged: await loggedId(event),
      });
      await conclude(event, said);
    });
  },
);

export const identityJobs = [mailToken, mailNotice];
