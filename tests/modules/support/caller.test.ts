import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import type { MailPort } from '@/server/modules/identity/ports';
import {
  listContacts,
  logContact,
  mailCallerCode,
  openRequest,
  prepareCallerCode,
  readCaller,
  revealToCaller,
  sendCallerCode,
  verifyCaller,
} from '@/server/modules/support';
import { staffCtx } from '../../support/actors';
import { asJob, newUuid, type TestTenant, testTenant } from '../../support/house';
import { portsOf } from '../../support/people';
import { newClient, type Place, place } from '../../support/registrations';

const grants = ['support.*', 'clients.*', 'work.*'];

describe('who is on the telephone', () => {
  let tenant: TestTenant;
  let at: Place;
  let agent: Ctx;
  let job: Ctx;
  const sent: { to: string; text: string }[] = [];

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    agent = await staffCtx(tenant, grants, { name: 'Sami Support' });
    const mail: MailPort = {
      send: async (one) => {
        sent.push(one);
        return { outcome: 'accepted' };
      },
    };
    job = { ...asJob(tenant), ports: { ...portsOf(tenant), mail: { of: async () => mail } } };
  });

  const render = async ({ code }: { code: string }) => ({ subject: 'Code', lines: [], html: code, text: code });
  const codeOf = async (id: Id<'callerCheck'>) => (await prepareCallerCode(job, { id }))?.code ?? '';
  const other = (code: string) => (code === '000000' ? '000001' : '000000');

  it('is the client once he has read the code out: for this colleague, for half an hour, and for what needs it', async () => {
    const { id: clientId } = await newClient(tenant, at);
    const wanted = { why: null };
    const request = { clientId, kind: 'unlock', wanted } as const;
    const reveal = { clientId, field: 'address', reason: 'he asks what we have' } as const;
    await expect(openRequest(agent, request)).rejects.toMatchObject({ reason: 'caller_not_checked' });
    await expect(revealToCaller(agent, reveal)).rejects.toMatchObject({ reason: 'caller_not_checked' });
    const { id } = await sendCallerCode(agent, { clientId });
    const code = await codeOf(id);
    expect(code).toMatch(/^\d{6}$/);
    await mailCallerCode(job, { id, render, logged: idFromUuid('notification', newUuid()) });
    await mailCallerCode(job, { id, render, logged: idFromUuid('notification', newUuid()) });
    expect(sent).toMatchObject([{ text: code }]);
    expect(await readCaller(agent, { clientId })).toMatchObject({ isDelivered: true, verifiedUntil: null });
    await expect(verifyCaller(agent, { clientId, code: other(code) })).rejects.toMatchObject({
      reason: 'invalid_code',
    });
    const colleague = await staffCtx(tenant, grants, { name: 'Other' });
    await expect(verifyCaller(colleague, { clientId, code })).rejects.toMatchObject({ reason: 'code_expired' });
    const { verifiedUntil } = await verifyCaller(agent, { clientId, code });
    expect(verifiedUntil && Math.round((verifiedUntil.getTime() - Date.now()) / 60_000)).toBe(30);
    await expect(verifyCaller(agent, { clientId, code })).rejects.toMatchObject({ reason: 'code_expired' });
    await expect(openRequest(colleague, request)).rejects.toMatchObject({ reason: 'caller_not_checked' });
    expect(await openRequest(agent, request)).toMatchObject({ state: 'done' });
    expect(await revealToCaller(agent, reveal)).toMatchObject({ value: expect.stringContaining('NL') });
    await logContact(agent, { clientId, channel: 'call', direction: 'in', text: 'Was locked out.' });
    expect(await listContacts(agent, { clientId })).toMatchObject([{ isIdentityChecked: true }]);
    const later = { ...agent, clock: { now: () => new Date(Date.now() + 31 * 60_000) } };
    await expect(revealToCaller(later, reveal)).rejects.toMatchObject({ reason: 'caller_not_checked' });
  });

  it('lets nobody guess six digits, nor flood a mailbox', async () => {
    const { id: clientId } = await newClient(tenant, at);
    const { id } = await sendCallerCode(agent, { clientId });
    const code = await codeOf(id);
    for (let i = 0; i < 5; i += 1)
      await expect(verifyCaller(agent, { clientId, code: other(code) })).rejects.toMatchObject({ kind: 'rejected' });
    await expect(verifyCaller(agent, { clientId, code })).rejects.toMatchObject({ kind: 'rate_limited' });
    for (let i = 0; i < 3; i += 1) await sendCallerCode(agent, { clientId });
    await expect(sendCallerCode(agent, { clientId })).rejects.toMatchObject({ kind: 'rate_limited' });
  });

  it('a code is dead after ten minutes', async () => {
    const { id: clientId } = await newClient(tenant, at);
    const { id } = await sendCallerCode(agent, { clientId });
    const code = await codeOf(id);
    const later = { ...agent, clock: { now: () => new Date(Date.now() + 11 * 60_000) } };
    await expect(verifyCaller(later, { clientId, code })).rejects.toMatchObject({ reason: 'code_expired' });
    expect(uuidFromId('client', clientId)).toBeTruthy();
  });
});
