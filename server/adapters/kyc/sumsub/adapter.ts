import { fromUtf8, toHex } from '@/server/kernel/encoding';
import type {
  Applicant,
  KycAnswer,
  KycDecision,
  KycDocument,
  KycPort,
  KycWebhook,
} from '@/server/modules/onboarding/ports';
import { call, problem, type SumsubDeps } from './client';
import { applicantBody, decisionOf, documentMetadata, Profile, vendorTime, WebhookBody } from './map';
import { verifyDigest } from './signature';

const segment = (text: string): string => encodeURIComponent(text);
const selectorOf = (lookup: { applicantId?: string; reference?: string }): string =>
  lookup.applicantId ? segment(lookup.applicantId) : `-;externalUserId=${segment(lookup.reference ?? '')}`;
const done: KycAnswer<null> = { ok: true, value: null };
const unreadable = (what: string) => problem('unknown', 'unreadable', `${what} is missing in the answer`);

export function createSumsubAdapter(deps: SumsubDeps): KycPort {
  return new SumsubAdapter(deps);
}

class SumsubAdapter implements KycPort {
  readonly vendor = 'sumsub';

  constructor(private readonly deps: SumsubDeps) {}

  async createApplicant(applicant: Applicant): Promise<KycAnswer<{ applicantId: string }>> {
    const created = await call(
      this.deps,
      'POST',
      `/resources/applicants?levelName=${segment(applicant.level)}`,
      applicantBody(applicant),
    );
    if (created.ok) return this.idIn(created.value.body);
    // One applicant per reference: a repeat after a lost reply finds the first one.
    if (created.problem.class !== 'conflict') return created;
    const known = await call(
      this.deps,
      'GET',
      `/resources/applicants/${selectorOf({ reference: applicant.reference })}/one`,
    );
    return known.ok ? this.idIn(known.value.body) : known;
  }

  private idIn(body: Record<string, unknown>): KycAnswer<{ applicantId: string }> {
    return typeof body.id === 'string' ? { ok: true, value: { applicantId: body.id } } : unreadable('id');
  }

  async openFlow(request: {
    reference: string;
    level: string;
    ttlSeconds: number;
    language?: string;
    returnUrl?: string;
  }): Promise<KycAnswer<{ url: string; token: string; expiresAt: Date }>> {
    const { reference, level, ttlSeconds, language, returnUrl } = request;
    const common = { userId: reference, levelName: level, ttlInSecs: ttlSeconds };
    const expiresAt = new Date(this.deps.clock.now().getTime() + ttlSeconds * 1000);
    const token = await call(this.deps, 'POST', '/resources/accessTokens/sdk', common);
    if (!token.ok) return token;
    const redirect = returnUrl ? { redirect: { successUrl: returnUrl, rejectUrl: returnUrl } } : {};
    const query = language ? `?lang=${segment(language)}` : '';
    const link = await call(this.deps, 'POST', `/resources/sdkIntegrations/levels/-/websdkLink${query}`, {
      ...common,
      ...redirect,
    });
    if (!link.ok) return link;
    const { url } = link.value.body;
    const word = token.value.body.token;
    if (typeof url !== 'string' || typeof word !== 'string') return unreadable('url or token');
    return { ok: true, value: { url, token: word, expiresAt } };
  }

  async uploadDocument(applicantId: string, document: KycDocument): Promise<KycAnswer<{ documentId: string | null }>> {
    const form = new FormData();
    form.set('metadata', JSON.stringify(documentMetadata(document)));
    form.set('content', new Blob([new Uint8Array(document.bytes)], { type: document.contentType }), document.fileName);
    const sent = await call(this.deps, 'POST', `/resources/applicants/${segment(applicantId)}/info/idDoc`, form);
    if (sent.ok) return { ok: true, value: { documentId: sent.value.headers.get('x-image-id') } };
    if (sent.problem.code === 'duplicate-document') return { ok: true, value: { documentId: null } };
    return sent;
  }

  async requestCheck(applicantId: string): Promise<KycAnswer<null>> {
    const asked = await call(this.deps, 'POST', `/resources/applicants/${segment(applicantId)}/status/pending`);
    if (asked.ok) return done;
    if (asked.problem.class !== 'conflict') return asked;
    // The check may be running already, because the reply to the first request was lost.
    const now = await this.fetchDecision({ applicantId });
    return now.ok && (now.value.outcome.status === 'pending' || now.value.outcome.status === 'on_hold') ? done : asked;
  }

  async reopen(applicantId: string): Promise<KycAnswer<null>> {
    const before = await this.fetchDecision({ applicantId });
    if (!before.ok) return before;
    // A second reset would count as another attempt.
    if (before.value.outcome.status === 'created') return done;
    const reset = await call(this.deps, 'POST', `/resources/applicants/${segment(applicantId)}/reset`);
    return reset.ok ? done : reset;
  }

  async fetchDecision(lookup: { applicantId?: string; reference?: string }): Promise<KycAnswer<KycDecision>> {
    if (!lookup.applicantId && !lookup.reference)
      return problem('refused', 'no_lookup', 'neither applicant nor reference given');
    const answer = await call(this.deps, 'GET', `/resources/applicants/${selectorOf(lookup)}/one`);
    if (!answer.ok) return answer;
    const profile = Profile.safeParse(answer.value.body);
    if (!profile.success) return unreadable('review');
    const decision = decisionOf(profile.data);
    const { reviewStatus } = profile.data.review;
    return decision
      ? { ok: true, value: decision }
      : problem('unknown', 'unmapped_status', `review is ${reviewStatus} without a result we know`);
  }

  async parseWebhook(rawBody: Uint8Array, headers: Headers): Promise<KycWebhook> {
    const digest = headers.get('x-payload-digest') ?? '';
    const algorithm = headers.get('x-payload-digest-alg') ?? '';
    const verdict = await verifyDigest(rawBody, digest, algorithm, this.deps.config.webhookSecrets);
    if (verdict !== 'ok') return { verified: false, reason: verdict };
    let parsed: ReturnType<typeof WebhookBody.safeParse>;
    try {
      parsed = WebhookBody.safeParse(JSON.parse(fromUtf8(rawBody)));
    } catch {
      return { verified: false, reason: 'malformed' };
    }
    if (!parsed.success) return { verified: false, reason: 'malformed' };
    const { applicantId, type, externalUserId, createdAt, createdAtMs } = parsed.data;
    const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(rawBody));
    return {
      verified: true,
      eventId: toHex(new Uint8Array(hash)),
      applicantId,
      reference: externalUserId ?? null,
      type,
      occurredAt: vendorTime(createdAtMs) ?? vendorTime(createdAt),
    };
  }
}
