import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { fromUtf8, utf8 } from '@/server/kernel/encoding';
import { found } from '@/server/kernel/errors';
import { command, query } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { checkpointOfSize, markPublished, unpublishedCheckpoint } from './repository/log';

/** Outside our reach: a store that keeps what it was given, and the auditor's own mail box. */
const Channel = z.enum(['storage', 'mail']);
type Channel = z.output<typeof Channel>;

/** MiFID 2017/565 Art. 72 and national law on top: seven years cover the longest retention we know of. */
const lockYears = 7;

export const publishedKey = (tenantId: string, size: bigint): string =>
  `checkpoints/${tenantId}/${size.toString().padStart(12, '0')}.note`;

/**
 * The newest checkpoint that this channel does not have. None while nothing but earlier publishing was sealed since the last one,
 * or publishing would for ever be a reason to publish.
 */
export const checkpointToPublish = query({
  name: 'audit.checkpoint.read_unpublished',
  actors: ['job'],
  input: z.object({ channel: Channel }),
  output: z.object({ size: z.bigint() }).nullable(),
  run: async (read, { channel }) => {
    const row = await unpublishedCheckpoint(read.db, channel);
    return row && { size: row.treeSize };
  },
});

const Named = z.object({
  size: z
    .bigint()
    .positive()
    .max(2n ** 63n - 1n),
  channel: Channel,
});

const readForPublishing = query({
  name: 'audit.checkpoint.read_for_publishing',
  actors: ['job'],
  input: Named,
  output: z.object({ note: z.string(), tenantId: z.string(), slug: z.string(), signedAt: z.date() }).nullable(),
  run: async (read, { size, channel }) => {
    const row = found(await checkpointOfSize(read.db, size), 'checkpoint_not_found');
    if (row.publishedTo.includes(channel)) return null;
    return { note: row.note, tenantId: read.tenant.id, slug: read.tenant.slug, signedAt: row.signedAt };
  },
});

const recordPublished = command({
  name: 'audit.checkpoint.record_published',
  actors: ['job'],
  input: Named.extend({ problem: z.string().max(300).nullable(), isContradicted: z.boolean() }),
  output: z.object({ isPublished: z.boolean() }),
  run: async (uow, { size, channel, problem, isContradicted }) => {
    const row = found(await checkpointOfSize(uow.db, size, { lock: true }), 'checkpoint_not_found');
    const isNew = problem === null && !row.publishedTo.includes(channel);
    if (isNew) await markPublished(uow.db, size, channel);
    const object = { type: 'checkpoint', id: `${uow.tenant.slug}/${channel}` };
    uow.audit({ object, facts: { size: size.toString(), channel, ...(problem ? { problem } : {}) } });
    if (problem === null) await closeWork(uow, object.id, 'published', 'checkpoint_unpublished');
    else
      await raiseWork(uow, {
        kind: isContradicted ? 'checkpoint_contradicted' : 'checkpoint_unpublished',
        object,
        title: isContradicted
          ? `The published checkpoint of ${size} entries says otherwise than ours: the log was rewritten`
          : `A checkpoint of the audit log could not be published: ${problem}`,
        team: isContradicted ? 'compliance' : 'administration',
        priority: isContradicted ? 0 : 1,
      });
    return { isPublished: problem === null };
  },
});

type Intent = NonNullable<Awaited<ReturnType<typeof readForPublishing>>> &
  z.output<typeof Named> & { to: string | null };
type Outcome = { readonly problem: string | null; readonly isContradicted?: boolean };

async function toStorage(ctx: Ctx, { tenantId, size, note, signedAt }: Intent): Promise<Outcome> {
  const key = publishedKey(tenantId, size);
  const there = await ctx.ports.storage.get(key);
  // What a dead run left behind is the same note; another one under our name means that history was written twice.
  if (there)
    return fromUtf8(there) === note
      ? { problem: null }
      : { problem: 'another note is published', isContradicted: true };
  const lockUntil = new Date(signedAt);
  lockUntil.setUTCFullYear(lockUntil.getUTCFullYear() + lockYears);
  await ctx.ports.storage.put(key, utf8(note), { contentType: 'text/plain; charset=utf-8', lockUntil });
  return { problem: null };
}

async function toMail(ctx: Ctx, { tenantId, slug, size, note, to }: Intent): Promise<Outcome> {
  if (!to) return { problem: 'no auditor address' };
  const host = new URL(ctx.ports.site.origin).hostname;
  const words = `Checkpoint of the audit log of ${slug} at ${size} entries. Keep this message: it proves what the log said.`;
  const escaped = note.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const said = await (await ctx.ports.mail.of(tenantId)).send({
    to,
    from: `"Audit log" <audit@${host}>`,
    subject: `Audit checkpoint ${slug} ${size}`,
    text: `${words}\n\n${note}`,
    html: `<p>${words}</p><pre>${escaped}</pre>`,
    messageId: `checkpoint-${tenantId}-${size}@audit`,
  });
  // A lost reply counts as not published: the second copy bears the same id.
  return { problem: said.outcome === 'accepted' ? null : `${said.outcome}: ${said.detail}` };
}

/** One checkpoint to one channel, once; whatever goes wrong is work for a person and is tried again. */
export const publishCheckpoint = effect<
  { size: bigint; channel: Channel; to: string | null },
  Intent,
  Outcome,
  z.output<typeof recordPublished.spec.output>
>({
  name: 'audit.publish_checkpoint',
  begin: async (ctx, { to, ...named }) => {
    const read = await readForPublishing(ctx, named);
    return read && { ...read, ...named, to };
  },
  call: (ctx, intent) => (intent.channel === 'storage' ? toStorage(ctx, intent) : toMail(ctx, intent)),
  lost: (error) => ({ problem: (error instanceof Error ? error.message : 'no answer').slice(0, 300) }),
  settle: (ctx, { size, channel }, { problem, isContradicted }) =>
    recordPublished(ctx, { size, channel, problem, isContradicted: isContradicted ?? false }),
});
