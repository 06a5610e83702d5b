import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { fromUtf8, utf8 } from '@/server/kernel/encoding';
import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { peek } from '@/server/kernel/run-query';
import { open } from '@/server/kernel/vault';
import type { DocumentView, UploadDocument } from './contract';
import { documentsByIds, findDocument } from './repository';
import { beginUpload, placeOf, recordUpload, toView, viewDocument } from './service';

type Intent = Awaited<ReturnType<typeof beginUpload>>;
type Outcome = { outcome: 'stored' | 'unknown' };

const store = effect<UploadDocument, Intent, Outcome, DocumentView>({
  name: 'documents.document.store',
  begin: (ctx, input) => beginUpload(ctx, input),
  call: async (ctx, { isNew, storageKey, sealed }) => {
    if (isNew) await ctx.ports.storage.put(storageKey, utf8(sealed), { contentType: 'application/octet-stream' });
    return { outcome: 'stored' };
  },
  lost: () => ({ outcome: 'unknown' }),
  settle: async (ctx, { id, isNew }, { outcome }) => {
    if (isNew) return recordUpload(ctx, { id, outcome });
    const row = await peek(ctx, (read) => findDocument(read, id));
    if (!row) throw new Refusal('not_found', 'document_not_found');
    return toView(row);
  },
});

/** Checked, sealed under the person's key, stored. The same bytes for the same purpose are one document. */
export async function uploadDocument(ctx: Ctx, input: UploadDocument): Promise<DocumentView> {
  const view = await store(ctx, input);
  if (!view || view.state === 'failed') throw new Refusal('unavailable', 'file_not_stored');
  return view;
}

export type DocumentFile = { readonly bytes: Uint8Array; readonly contentType: string; readonly fileName: string };

async function fetched(ctx: Ctx, id: Id<'document'>, storageKey: string): Promise<Uint8Array> {
  const sealed = await ctx.ports.storage.get(storageKey);
  if (!sealed) throw new Refusal('unavailable', 'file_not_readable');
  const bytes = await peek(ctx, (read) => open(read, placeOf(id), fromUtf8(sealed)));
  if (!bytes) throw new Refusal('not_found', 'document_erased');
  return bytes;
}

/** For the route that serves a file: the look is written down before the first byte leaves. */
export async function readDocument(ctx: Ctx, id: Id<'document'>): Promise<DocumentFile> {
  const { storageKey, contentType, fileName } = await viewDocument(ctx, { id });
  return { bytes: await fetched(ctx, id, storageKey), contentType, fileName };
}

/** Files of this client only, whatever ids are asked for; for jobs that hand them to a provider. */
export async function documentFiles(
  ctx: Ctx,
  { clientId, ids }: { clientId: Id<'client'>; ids: readonly Id<'document'>[] },
): Promise<(DocumentFile & Pick<DocumentView, 'id' | 'kind' | 'side' | 'country'>)[]> {
  const rows = await peek(ctx, (read) => documentsByIds(read, clientId, ids));
  return Promise.all(
    rows.map(async (row) => {
      const { id, kind, side, country } = toView(row);
      return { id, kind, side, country, ...(await readDocument(ctx, id)) };
    }),
  );
}
