import { render, toPlainText } from 'react-email';
import { Letter } from '@/emails/identity/letter';
import { wordsOf } from '@/emails/identity/words';
import type { Id } from '@/server/kernel/ids';
import { type Notice, type RenderMail, sendIdentityMail, sendIdentityNotice } from '@/server/modules/identity';
import { inngest } from './client';
import { idOf, jobCtx } from './house';

/** The one place where an identity mail becomes words. */
export const renderIdentityMail: RenderMail = async ({ brand, language, name, invitedBy, template, notice, url }) => {
  const words = wordsOf(notice ?? template, language, { brand: brand.name, name, invitedBy: invitedBy ?? '' });
  const action = words.action ? { action: { label: words.action, url } } : {};
  const html = await render(
    Letter({ look: brand, language, subject: words.subject, lines: words.lines, foot: words.foot, ...action }),
  );
  return { subject: words.subject, html, text: toPlainText(html) };
};

const later = (outcome: string | undefined) => {
  if (outcome === 'deferred') throw new Error('the mail server does not take it now');
};

export const mailToken = inngest.createFunction(
  { id: 'identity-mail-token', triggers: [{ event: 'identity/token.issued' }], retries: 10 },
  async ({ event, step }) => {
    await step.run('send', async () => {
      const result = await sendIdentityMail(jobCtx(event, 'identity'), {
        tokenId: idOf<Id<'token'>>(event, 'tokenId'),
        render: renderIdentityMail,
      });
      later(result?.outcome);
    });
  },
);

export const mailNotice = inngest.createFunction(
  { id: 'identity-mail-notice', triggers: [{ event: 'identity/notice.raised' }], retries: 10 },
  async ({ event, step }) => {
    await step.run('send', async () => {
      const result = await sendIdentityNotice(jobCtx(event, 'identity'), {
        userId: idOf<Id<'user'>>(event, 'userId'),
        notice: idOf<Notice>(event, 'notice'),
        key: event.id ?? '',
        render: renderIdentityMail,
      });
      later(result?.outcome);
    });
  },
);

export const identityJobs = [mailToken, mailNotice];
