import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { documentFiles } from '@/server/modules/documents';
import { readyLists } from '@/server/modules/screening';
import { alpha3Of } from './country-codes';
import type { KycAnswer, KycDecision, KycDocument, KycPort, KycProblem, KycWebhook } from './ports';
import { hintCheck, isNews, readForFetch, recordCheck } from './verbs/check';
import { rescreenClient } from './verbs/hits';
import { beginCheck, type CheckIntent, providerKinds, recordRequest, screenApplication } from './verbs/request';

/** What the provider did is recorded by the house, whoever asked. */
const asHouse = (ctx: Ctx): Ctx => {
  const { idempotencyKey: _one, ...rest } = ctx;
  return { ...rest, credential: { kind: 'job', name: 'onboarding' } };
};

type Ref = { applicationId: Id<'application'> };

/** Lists are made ready before the unit of work: building an index takes longer than a transaction may. */
export async function screenSubmitted(ctx: Ctx, { applicationId }: Ref) {
  await readyLists(ctx);
  return screenApplication(asHouse(ctx), { id: applicationId });
}

type Progress = { applicantId: string | null; sent: Id<'document'>[]; isHeld: boolean; problem: KycProblem | null };

/** One after the other; every call of the port may be made again, so a repeat starts from the top and does only what is left. */
async function request(port: KycPort, ctx: Ctx, intent: CheckIntent): Promise<Progress> {
  const progress: Progress = { applicantId: null, sent: [], isHeld: false, problem: null };
  const stop = (answer: KycAnswer<unknown>): answer is { ok: false; problem: KycProblem } => {
    if (!answer.ok) progress.problem = answer.problem;
    return !answer.ok;
  };
  if (!intent.applicant) return progress;
  const created = await port.createApplicant(intent.applicant);
  if (stop(created) || !created.ok) return progress;
  const { applicantId } = created.value;
  progress.applicantId = applicantId;
  const now = await port.fetchDecision({ applicantId });
  if (stop(now) || !now.ok) return progress;
  const { status } = now.value.outcome;
  // Asked before, and the reply was lost; or the provider's own people hold it and take nothing new.
  progress.isHeld = status === 'on_hold';
  if (status === 'pending' || status === 'on_hold') return progress;
  if (intent.isRenewal && status === 'approved') {
    const reopened = await port.reopen(applicantId);
    if (stop(reopened)) return progress;
  }
  for (const file of await documentFiles(ctx, { clientId: intent.clientId, ids: intent.files })) {
    const document = documentOf(file, intent.issuer);
    if (!document) continue;
    const uploaded = await port.uploadDocument(applicantId, document);
    if (stop(uploaded)) return progress;
    progress.sent.push(file.id);
  }
  stop(await port.requestCheck(applicantId));
  return progress;
}

type File = Awaited<ReturnType<typeof documentFiles>>[number];

/** ISO 3166 user-assigned code for a country that nobody named, as machine-readable passports use it (ICAO 9303). */
const unspecified = 'X'.repeat(3);

/** Papers that the provider does not take stay with our own reviewers. */
function documentOf(file: File, issuer: string): KycDocument | null {
  const kind = providerKinds.find((one) => one === file.kind);
  if (!kind) return null;
  const { side, fileName, contentType, bytes } = file;
  const country = alpha3Of(file.country ?? issuer) ?? unspecified;
  return { kind, country, fileName, contentType, bytes, ...(side ? { side } : {}) };
}

/** Applicant, documents, check: to the provider. */
export const requestCheck = effect<Ref, CheckIntent, Progress, z.output<typeof recordRequest.spec.output>>({
  name: 'onboarding.check.request',
  begin: async (ctx, { applicationId }) => {
    await readyLists(ctx);
    return beginCheck(asHouse(ctx), { id: applicationId });
  },
  call: async (ctx, intent) => {
    if (!intent.connectionId) return { applicantId: null, sent: [], isHeld: false, problem: null };
    return request(await ctx.ports.kyc.of(intent.tenantId, intent.connectionId), asHouse(ctx), intent);
  },
  lost: (error) => ({
    applicantId: null,
    sent: [],
    isHeld: false,
    problem: { class: 'unknown', code: 'lost', detail: error instanceof Error ? error.message : String(error) },
  }),
  settle: async (ctx, intent, progress) => {
    const { problem } = progress;
    const settled = await recordRequest(asHouse(ctx), {
      id: intent.applicationId,
      applicantId: progress.applicantId,
      sent: progress.sent,
      isHeld: progress.isHeld,
      problem: problem ? { class: problem.class, code: problem.code, detail: problem.detail.slice(0, 500) } : null,
    });
    // The job that called tries again; the row says how far it came.
    if (settled.willRetry)
      throw new Refusal('unavailable', 'kyc_provider_silent', { params: { code: problem?.code ?? '' } });
    return settled;
  },
});

type Fetch = NonNullable<z.output<typeof readForFetch.spec.output>>;

/** Asks the provider how an applicant stands and applies what is news. For webhooks, for the sweeper, for a reviewer. */
export const fetchCheck = effect<Ref, Fetch, KycAnswer<KycDecision>, z.output<typeof recordCheck.spec.output> | null>({
  name: 'onboarding.check.fetch',
  begin: async (ctx, { applicationId }) => {
    await readyLists(ctx);
    return readForFetch(asHouse(ctx), { id: applicationId });
  },
  call: async (ctx, { tenantId, connectionId, applicantId }) =>
    (await ctx.ports.kyc.of(tenantId, connectionId)).fetchDecision({ applicantId }),
  lost: (error) => ({
    ok: false,
    problem: { class: 'unknown', code: 'lost', detail: error instanceof Error ? error.message : String(error) },
  }),
  settle: async (ctx, intent, answer) => {
    if (!answer.ok) {
      ctx.log.warn('kyc_fetch', { application: intent.applicationId, ...answer.problem });
      throw new Refusal('unavailable', 'kyc_provider_silent', { params: { code: answer.problem.code } });
    }
    if (!isNews(intent.last, answer.value)) return null;
    return recordCheck(asHouse(ctx), { id: intent.applicationId, decision: answer.value });
  },
});

/** What the transport calls with a verified webhook. It raises nothing by itself. */
export async function applyKycHint(
  ctx: Ctx,
  connectionId: Id<'connection'>,
  hint: Extract<KycWebhook, { verified: true }>,
): Promise<void> {
  const { verified: _checked, ...rest } = hint;
  await hintCheck(ctx, { connectionId, ...rest });
}

export async function rescreen(ctx: Ctx, { clientId }: { clientId: Id<'client'> }) {
  await readyLists(ctx);
  return rescreenClient(asHouse(ctx), { clientId });
}
