import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import type { Id } from '@/server/kernel/ids';
import type { MailResult } from './ports';
import type { Notice } from './users';
import { type IdentityMail, prepareNoticeMail, prepareTokenMail, recordMail } from './verbs/mail';

export type RenderedMail = { readonly subject: string; readonly html: string; readonly text: string };
/** Jobs bring the templates: markup is none of a module's business. */
export type RenderMail = (mail: IdentityMail) => Promise<RenderedMail>;

type Intent = { readonly mail: IdentityMail; readonly render: RenderMail; readonly messageId: string };

async function deliver(ctx: Ctx, { mail, render, messageId }: Intent): Promise<MailResult> {
  const tenantId = 'id' in ctx.tenant ? ctx.tenant.id : null;
  if (!tenantId) throw new TypeError('mail is sent by jobs, which know their tenant by id');
  const port = await ctx.ports.mail.of(tenantId);
  const rendered = await render(mail);
  const sender = mail.brand.senderEmail ?? 'no-reply@localhost';
  return port.send({
    to: mail.to,
    from: `"${mail.brand.name.replaceAll('"', '')}" <${sender}>`,
    ...rendered,
    messageId,
  });
}

const lost = (error: unknown): MailResult => ({
  outcome: 'unknown',
  detail: error instanceof Error ? error.name : 'error',
});

/** Mails the link of a token once. A second run finds it mailed and does nothing. */
export const sendIdentityMail = effect<{ tokenId: Id<'token'>; render: RenderMail }, Intent, MailResult, MailResult>({
  name: 'identity.mail.send_token',
  begin: async (ctx, { tokenId, render }) => {
    const mail = await prepareTokenMail(ctx, { tokenId });
    return mail && { mail, render, messageId: `${tokenId}@identity` };
  },
  call: deliver,
  lost,
  settle: async (ctx, { mail }, result) => {
    if (mail.tokenId) await recordMail(ctx, { tokenId: mail.tokenId, outcome: result.outcome });
    return result;
  },
});

/** A notice has no row: the job's step is what keeps it from being sent again. */
export const sendIdentityNotice = effect<
  { userId: Id<'user'>; notice: Notice; key: string; render: RenderMail },
  Intent,
  MailResult,
  MailResult
>({
  name: 'identity.mail.send_notice',
  begin: async (ctx, { userId, notice, key, render }) => {
    const mail = await prepareNoticeMail(ctx, { userId, notice });
    return mail && { mail, render, messageId: `${key}@identity` };
  },
  call: deliver,
  lost,
  settle: async (_ctx, _intent, result) => result,
});
