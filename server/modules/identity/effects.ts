import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import type { Id } from '@/server/kernel/ids';
import type { MailResult } from './ports';
import { returnPathOf } from './return-path';
import type { Notice } from './users';
import { type IdentityMail, prepareNoticeMail, prepareTokenMail, recordMail } from './verbs/mail';

export type RenderedMail = {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly html: string;
  readonly text: string;
};
/** Jobs bring the templates: markup is none of a module's business. */
export type RenderMail = (mail: IdentityMail) => Promise<RenderedMail>;

type Intent = {
  readonly mail: IdentityMail;
  readonly rendered: RenderedMail;
  readonly messageId: string;
  readonly logged: Id<'notification'>;
};
/** What became of a mail, and its words without the link: for whoever keeps a log of what people were told. */
export type MailSaid = { readonly mail: IdentityMail; readonly rendered: RenderedMail; readonly result: MailResult };

/** From whom a brand's mail comes. */
export const senderOf = (brand: { readonly name: string; readonly senderEmail: string | null }): string =>
  `"${brand.name.replaceAll('"', '')}" <${brand.senderEmail ?? 'no-reply@localhost'}>`;

async function deliver(ctx: Ctx, { mail, rendered, messageId, logged }: Intent): Promise<MailResult> {
  const tenantId = 'id' in ctx.tenant ? ctx.tenant.id : null;
  if (!tenantId) throw new TypeError('mail is sent by jobs, which know their tenant by id');
  const port = await ctx.ports.mail.of(tenantId);
  const { subject, html, text } = rendered;
  const back = await returnPathOf(ctx, logged);
  return port.send({ to: mail.to, from: senderOf(mail.brand), subject, html, text, messageId, ...back });
}

const lost = (error: unknown): MailResult => ({
  outcome: 'unknown',
  detail: error instanceof Error ? error.name : 'error',
});

type Logged = { readonly logged: Id<'notification'>; readonly render: RenderMail };

/** Mails the link of a token once. A second run finds it mailed and does nothing. `logged` is the row it will stand in. */
export const sendIdentityMail = effect<Logged & { tokenId: Id<'token'> }, Intent, MailResult, MailSaid>({
  name: 'identity.mail.send_token',
  begin: async (ctx, { tokenId, render, logged }) => {
    const mail = await prepareTokenMail(ctx, { tokenId });
    return mail && { mail, rendered: await render(mail), messageId: `${tokenId}@identity`, logged };
  },
  call: deliver,
  lost,
  settle: async (ctx, { mail, rendered }, result) => {
    if (mail.tokenId) await recordMail(ctx, { tokenId: mail.tokenId, outcome: result.outcome });
    return { mail, rendered, result };
  },
});

/** A notice has no row: the job's step is what keeps it from being sent again. */
export const sendIdentityNotice = effect<
  Logged & { userId: Id<'user'>; notice: Notice; key: string },
  Intent,
  MailResult,
  MailSaid
>({
  name: 'identity.mail.send_notice',
  begin: async (ctx, { userId, notice, key, render, logged }) => {
    const mail = await prepareNoticeMail(ctx, { userId, notice });
    return mail && { mail, rendered: await render(mail), messageId: `${key}@identity`, logged };
  },
  call: deliver,
  lost,
  settle: async (_ctx, { mail, rendered }, result) => ({ mail, rendered, result }),
});
