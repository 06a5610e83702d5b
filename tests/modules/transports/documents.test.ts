import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { listViews } from '@/server/modules/documents';
import { documentBytesMax } from '@/server/modules/documents/contract';
import { receiveDocument, sendDocument } from '@/server/transports/documents';
import { clientCtx, staffCtx } from '../../support/actors';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { newClient, place } from '../../support/registrations';

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n% ${text}`.padEnd(600, ' '));

/** The route handlers behind a real socket; who calls is named by a header instead of a cookie. */
describe('documents over HTTP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bos-document-routes-'));
  const storage = createLocalStorage({ config: { folder }, clock: systemClock });
  const callers = new Map<string, Ctx>();
  let tenant: TestTenant;
  let mine: { id: Id<'client'> };
  let analyst: Ctx;
  let server: Server;
  let base: string;

  const contextOf = async (request: Request): Promise<Ctx> => {
    const ctx = callers.get(request.headers.get('x-test-caller') ?? '');
    if (!ctx) throw new Error('no such caller');
    return { ...ctx, ports: { ...ctx.ports, storage } };
  };
  const upload = (caller: string, bytes: Buffer, over: Record<string, string> = {}, headers = {}) => {
    const query = new URLSearchParams({ clientId: mine.id, kind: 'passport', fileName: 'Pässport "1".pdf', ...over });
    const body = new Uint8Array(bytes);
    return fetch(`${base}/api/documents?${query}`, {
      method: 'POST',
      body,
      headers: { 'x-test-caller': caller, ...headers },
    });
  };
  const download = (caller: string, id: string) =>
    fetch(`${base}/api/documents/${id}`, { headers: { 'x-test-caller': caller } });

  beforeAll(async () => {
    tenant = await testTenant();
    const at = await place(tenant);
    const [one, other] = [await newClient(tenant, at), await newClient(tenant, at)];
    mine = one;
    analyst = await staffCtx(tenant, ['documents.*', 'sensitive.*']);
    callers.set('me', await clientCtx(tenant, uuidFromId('client', one.id)));
    callers.set('other', await clientCtx(tenant, uuidFromId('client', other.id)));
    callers.set('analyst', analyst);
    callers.set('support', await staffCtx(tenant, ['clients.*']));
    callers.set('stranger', await makeCtx(tenant, { credential: { kind: 'anonymous' } }));
    server = createServer(async (incoming, outgoing) => {
      const request = new Request(`${base}${incoming.url}`, {
        method: incoming.method ?? 'GET',
        headers: incoming.headers as Record<string, string>,
        ...(incoming.method === 'POST' ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}),
      } as RequestInit);
      const id = new URL(request.url).pathname.split('/')[3];
      const response = await (id ? sendDocument(request, id, contextOf) : receiveDocument(request, contextOf));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes a file in and gives it back as an attachment that no browser will run', async () => {
    const bytes = pdf('round trip');
    const sent = await upload('me', bytes, {}, { 'content-type': 'text/html' });
    expect(sent.status).toBe(201);
    const view = (await sent.json()) as { id: string };
    expect(view).toMatchObject({ state: 'received', contentType: 'application/pdf', byteLength: bytes.length });
    const back = await download('me', view.id);
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
    expect(back.headers.get('content-type')).toBe('application/pdf');
    expect(back.headers.get('x-content-type-options')).toBe('nosniff');
    expect(back.headers.get('cache-control')).toBe('private, no-store');
    expect(back.headers.get('content-security-policy')).toContain('sandbox');
    const disposition = back.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+\.pdf"; filename\*=UTF-8''P%C3%A4ssport/);
    await download('analyst', view.id);
    const views = await listViews(analyst, { id: view.id as Id<'document'> });
    expect(views.map(({ kind }) => kind)).toEqual(['staff', 'client']);
  });

  it('shows nobody the papers of somebody else, and tells him nothing about them', async () => {
    const { id } = (await (await upload('me', pdf('private'))).json()) as { id: string };
    const before = readdirSync(folder, { recursive: true }).length;
    expect((await download('other', id)).status).toBe(404);
    expect((await download('support', id)).status).toBe(403);
    expect((await download('stranger', id)).status).toBe(401);
    expect((await download('me', 'doc_nothing')).status).toBe(404);
    expect((await upload('other', pdf('not his'))).status).toBe(404);
    expect((await upload('stranger', pdf('nobody'))).status).toBe(401);
    expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
  });

  it('refuses what it does not take by field and rule', async () => {
    const program = Buffer.from('MZ'.padEnd(300, '\0'));
    const type = await upload('me', program, {}, { 'content-type': 'application/pdf' });
    expect(type.status).toBe(415);
    expect(await type.json()).toMatchObject({ refusal: { reason: 'file_type_refused', detail: { field: 'bytes' } } });
    const kind = await upload('me', pdf('kind'), { kind: 'love_letter' });
    expect(kind.status).toBe(422);
    expect(await kind.json()).toMatchObject({ refusal: { reason: 'input_invalid', detail: { field: 'kind' } } });
    const origin = await upload('me', pdf('origin'), {}, { origin: 'https://elsewhere.example' });
    expect(origin.status).toBe(403);
    expect(await origin.json()).toMatchObject({ refusal: { reason: 'cross_site_request' } });
  });

  /** What a hostile caller writes; fetch would not. */
  const raw = (head: string[], body: Buffer, end: boolean) =>
    new Promise<string>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const query = new URLSearchParams({ clientId: mine.id, kind: 'passport', fileName: 'a.pdf' });
      const socket = connect(port, '127.0.0.1', () => {
        const lines = [`POST /api/documents?${query} HTTP/1.1`, 'host: x', 'x-test-caller: me', ...head, '', ''];
        socket.write(lines.join('\r\n'));
        socket.write(body);
        if (end) socket.end();
      });
      let said = '';
      socket.on('data', (chunk) => {
        said += chunk.toString();
        if (said.includes('\r\n\r\n')) {
          socket.destroy();
          resolve(said);
        }
      });
      socket.on('error', reject);
    });

  it('refuses a body that is announced as too long before reading it, and one without a length', async () => {
    const announced = await raw([`content-length: ${documentBytesMax + 1}`], pdf('only the beginning'), false);
    expect(announced).toMatch(/^HTTP\/1\.1 413/);
    const endless = await raw(['transfer-encoding: chunked'], Buffer.from('5\r\n%PDF-\r\n'), false);
    expect(endless).toMatch(/^HTTP\/1\.1 411/);
  });

  it('does not take half a file for a whole one', async () => {
    const body = pdf('cut on the way');
    const cut = new Request('http://localhost/api/documents', { headers: { 'x-test-caller': 'me' } });
    const headers = new Headers(cut.headers);
    headers.set('content-length', String(body.length + 100));
    const query = new URLSearchParams({ clientId: mine.id, kind: 'passport', fileName: 'a.pdf' });
    const init = { method: 'POST', headers, body: new Uint8Array(body) };
    const answer = await receiveDocument(new Request(`http://localhost/api/documents?${query}`, init), contextOf);
    expect(await answer.json()).toMatchObject({ refusal: { reason: 'file_incomplete' } });
  });

  it('counts uploads of a session before it reads them', async () => {
    callers.set('flood', await clientCtx(tenant, uuidFromId('client', mine.id)));
    const statuses: number[] = [];
    for (let n = 0; n < 61; n += 1) statuses.push((await upload('flood', pdf('x'), { kind: 'nothing' })).status);
    expect(statuses.slice(0, 60).every((status) => status === 422)).toBe(true);
    expect(statuses[60]).toBe(429);
  });
});
