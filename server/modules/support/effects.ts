import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import type { Id } from '@/server/kernel/ids';
import { returnPathOf, senderOf } from '@/server/modules/identity';
import { prepareCallerCode, recordCallerCode } from './caller';
import type { CallerCode } from './caller-contract';

type Rendered = {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly html: string;
  readonly text: string;
};
/** Jobs bring the template: markup is none of a module's business. */
type Render = (code: CallerCode) => Promise<Rendered>;
type Intent = { readonly code: CallerCode; readonly mail: Rendered; readonly logged: Id<'notification'> };
type MailPort = Awaited<ReturnType<Ctx['ports']['mail']['of']>>;
type Result = Awaited<ReturnType<MailPort['send']>>;

/** One line for a telephone. A lost answer is not tried again: the colleague hears whether it came, and sends another. */
async function textCode(ctx: Ctx, tenantId: string, { to, connectionId }: CallerCode, mail: Rendered): Promise<Result> {
  if (!connectionId) return { outcome: 'deferred', detail: 'no provider of texts is connected' };
  const port = await ctx.ports.sms.of(tenantId, connectionId);
  const sent = await port.send({ to, body: mail.text, statusUrl: null });
  if (sent.outcome !== 'refused') return sent;
  return { outcome: 'refused', detail: sent.detail, what: sent.fault === 'message' ? 'message' : 'address' };
}

/** Sends the code once; a second run finds it delivered and does nothing. */
export const mailCallerCode = effect<
  { id: Id<'callerCheck'>; render: Render; logged: Id<'notification'> },
  Intent,
  Result,
  { code: CallerCode; mail: Rendered; result: Result }
>({
  name: 'support.caller.mail_code',
  begin: async (ctx, { id, render, logged }) => {
    const code = await prepareCallerCode(ctx, { id });
    return code && { code, mail: await render(code), logged };
  },
  call: async (ctx, { code, mail, logged }) => {
    if (!('id' in ctx.tenant)) throw new TypeError('mail is sent by jobs, which know their tenant by id');
    if (code.by === 'sms') return textCode(ctx, ctx.tenant.id, code, mail);
    const port = await ctx.ports.mail.of(ctx.tenant.id);
    const { subject, html, text } = mail;
    const back = await returnPathOf(ctx, logged);
    const letter = { subject, html, text, messageId: `${code.id}@support`, ...back };
    return port.send({ to: code.to, from: senderOf(code.brand), ...letter });
  },
  lost: (error) => ({ outcome: 'unknown', detail: error instanceof Error ? error.name : 'error' }),
  settle: async (ctx, { code, mail }, result) => {
    await recordCallerCode(ctx, { id: code.id, outcome: result.outcome });
    return { code, mail, result };
  },
});
