import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { httpStatusOf, isRefusal, Refusal } from '@/server/kernel/errors';
import { isId } from '@/server/kernel/ids';
import { hitLimit } from '@/server/kernel/limits';
import { parseInput } from '@/server/kernel/parse';
import { readDocument, uploadDocument } from '@/server/modules/documents';
import { DocumentMeta, documentBytesMax } from '@/server/modules/documents/contract';
import { ctxOf } from './composition';
import { filePolicy } from './file-policy';
import { crossSiteReason } from './origin';
import { callerOf } from './session';

type MakeCtx = (request: Request) => Promise<Ctx>;

/** A link carries no headers of ours, so it may name its place in the address; on a brand's own domain the host has the say. */
async function ctxOfRequest(request: Request): Promise<Ctx> {
  const headers = new Headers(request.headers);
  const { searchParams } = new URL(request.url);
  for (const name of ['tenant', 'surface']) {
    const given = searchParams.get(name);
    if (given && !headers.has(`x-${name}`)) headers.set(`x-${name}`, given);
  }
  return ctxOf(await callerOf(headers));
}

const perSession = { max: 60, seconds: 600 };

async function requireSession(ctx: Ctx, purpose: string): Promise<void> {
  const { credential } = ctx;
  if (credential.kind !== 'session') throw new Refusal('unauthenticated', 'sign_in_first');
  await hitLimit(ctx, `${purpose}/${credential.sessionId}`, perSession.max, perSession.seconds);
}

/** The body is the file itself; what it is for stands in the address. */
export async function receiveDocument(request: Request, makeCtx: MakeCtx = ctxOfRequest): Promise<Response> {
  return answered(request, makeCtx, async (ctx) => {
    await requireSession(ctx, 'document-upload');
    const meta = parseInput(DocumentMeta, Object.fromEntries(new URL(request.url).searchParams));
    const bytes = await bodyOf(request);
    const { id, kind, side, fileName, contentType, byteLength, state } = await uploadDocument(ctx, { ...meta, bytes });
    const view = { id, kind, side, fileName, contentType, byteLength, state };
    return Response.json(view, { status: 201, headers: { 'cache-control': 'no-store' } });
  });
}

export async function sendDocument(request: Request, id: string, makeCtx: MakeCtx = ctxOfRequest): Promise<Response> {
  return answered(request, makeCtx, async (ctx) => {
    await requireSession(ctx, 'document-download');
    if (!isId('document', id)) throw new Refusal('not_found', 'document_not_found');
    const { bytes, contentType, fileName } = await readDocument(ctx, id);
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': contentType,
        'content-length': String(bytes.length),
        'content-disposition': dispositionOf(fileName),
        'content-security-policy': filePolicy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  });
}

/** RFC 6266: an ASCII name for old readers, the real one beside it (RFC 8187). */
function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

const tooLarge = () =>
  new Refusal('invalid', 'file_too_large', { field: 'bytes', params: { maxBytes: documentBytesMax } });

/**
 * The length must be announced and kept: a proxy on the way may cut a body it finds too long, and half a passport must not be
 * taken for a whole one. What is announced as too long is refused unread, what turns out longer as soon as it does.
 */
async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const announced = z.coerce.number().int().positive().safeParse(request.headers.get('content-length'));
  if (!announced.success) throw new Refusal('invalid', 'length_required', { field: 'bytes' });
  if (announced.data > documentBytesMax) throw tooLarge();
  const bytes = new Uint8Array(announced.data);
  let at = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    if (at + part.value.length > bytes.length) {
      await reader?.cancel();
      throw tooLarge();
    }
    bytes.set(part.value, at);
    at += part.value.length;
  }
  if (at < bytes.length) throw new Refusal('invalid', 'file_incomplete', { field: 'bytes' });
  return bytes;
}

const statusOf: Readonly<Record<string, number>> = {
  length_required: 411,
  file_too_large: 413,
  file_type_refused: 415,
};

async function answered(request: Request, makeCtx: MakeCtx, run: (ctx: Ctx) => Promise<Response>): Promise<Response> {
  const foreign = crossSiteReason(request);
  if (foreign) return refused(new Refusal('forbidden', foreign), null);
  const ctx = await makeCtx(request);
  try {
    return await run(ctx);
  } catch (error) {
    if (!isRefusal(error)) ctx.log.error('documents', error, { path: new URL(request.url).pathname });
    return refused(isRefusal(error) ? error : null, ctx.request.id);
  }
}

/** The same shape a refused call of the screens has. */
function refused(refusal: Refusal | null, reference: string | null): Response {
  const status = refusal ? (statusOf[refusal.reason] ?? httpStatusOf[refusal.kind]) : 500;
  const body = refusal ? { kind: refusal.kind, reason: refusal.reason, detail: refusal.detail } : null;
  const wait = refusal?.kind === 'rate_limited' ? refusal.detail.params?.retryAfterSeconds : undefined;
  return Response.json(
    { refusal: body, reference },
    { status, headers: { 'cache-control': 'no-store', ...(wait ? { 'retry-after': String(wait) } : {}) } },
  );
}
