import { render, toPlainText } from 'react-email';
import { Letter } from '@/emails/_parts/letter';
import { callerWords } from '@/emails/support/words';
import type { Id } from '@/server/kernel/ids';
import { recordOutsideMail } from '@/server/modules/notifications';
import { coolOffDisowned, mailCallerCode } from '@/server/modules/support';
import { inngest } from './client';
import { idOf, jobCtx } from './house';
import { loggedId } from './logged-mail';

/** Letter with the code; what is kept of it is the letter without. */
async function letterOf({
  brand,
  language,
  agent,
  code,
  by,
}: Parameters<Parameters<typeof mailCallerCode>[1]['render']>[0]) {
  const words = callerWords(language, { brand: brand.name, agent, code });
  const { subject, lines, foot } = words;
  if (by === 'sms') return { subject: words.short, lines: [], html: '', text: `${words.short} ${words.code}` };
  const html = await render(Letter({ look: brand, language, subject, lines: [...lines, words.code], foot }));
  return { subject, lines, html, text: toPlainText(html) };
}

export const mailCode = inngest.createFunction(
  { id: 'support-mail-caller-code', triggers: [{ event: 'support/caller_code.issued' }], retries: 5 },
  async ({ event, step }) => {
    await step.run('send', async () => {
      const ctx = jobCtx(event, 'support');
      const sent = await mailCallerCode(ctx, {
        id: idOf<Id<'callerCheck'>>(event, 'callerCheckId'),
        render: letterOf,
        logged: await loggedId(event),
      });
      if (!sent) return;
      const { code, mail, result } = sent;
      if (result.outcome === 'deferred') throw new Error('the mail server does not take it now');
      await recordOutsideMail(ctx, {
        id: await loggedId(event),
        ...{ clientId: code.clientId, userId: code.userId, language: code.language, to: code.to },
        eventId: event.id ?? '',
        message: 'caller_code',
        channel: code.by,
        subject: mail.subject,
        lines: [...mail.lines],
        outcome: result.outcome,
        what: 'what' in result ? result.what : null,
      });
    });
  },
);

/** Somebody else was in: nothing is paid out while the owner and the house look at it. */
export const coolOff = inngest.createFunction(
  { id: 'support-cool-off', triggers: [{ event: 'identity/sign_in.disowned' }], retries: 8 },
  async ({ event, step }) => {
    await step.run('hold', () =>
      coolOffDisowned(jobCtx(event, 'support', 'hold'), {
        userId: idOf<Id<'user'>>(event, 'userId'),
        sessionId: idOf<Id<'session'>>(event, 'sessionId'),
      }),
    );
  },
);

export const supportJobs = [mailCode, coolOff];
