import { onTestFinished } from 'vitest';
import type { ManualClock } from '@/server/kernel/clock';
import type { Applicant, KycDocument, KycPort } from '@/server/modules/onboarding/ports';

type Word = 'GREEN' | 'FORGED' | 'BLURRY' | 'HOLD' | 'SLOW';
export type KycHarness = {
  readonly kyc: KycPort;
  readonly clock: ManualClock;
  readonly level: string;
  readonly levelWithAddress: string;
  fault(on: 'create' | 'upload' | 'check' | 'fetch', kind: string, status?: number): void;
  webhookFault(kind: string, times?: number): void;
  /** A file that makes the vendor decide so. */
  file(word: Word): Uint8Array;
  decide(applicantId: string, word: Word): Promise<void>;
  resend(applicantId: string): Promise<void>;
  /** Runs reviews that are due and returns what the product received since the last call. */
  deliver(): Promise<Array<{ body: Uint8Array; headers: Headers }>>;
  /** How many applicants and files the vendor holds. */
  held(): { applicants: number; documents: number };
  unreachable(): KycPort;
  close(): Promise<void>;
};
export type Open = () => Promise<KycHarness>;

export const minute = 60_000;
let serial = 0;

export async function opened(open: Open): Promise<KycHarness> {
  const h = await open();
  onTestFinished(() => h.close());
  return h;
}
export const person = (h: KycHarness, change: Partial<Applicant> = {}): Applicant => {
  serial += 1;
  return {
    reference: `person/${serial} ü`,
    level: h.level,
    email: 'zoe@example.com',
    language: 'en',
    person: { firstName: 'Zoë', lastName: 'Ångström', bornOn: '1990-02-28', country: 'CYP' },
    ...change,
  };
};
export const passport = (h: KycHarness, word: Word): KycDocument => ({
  kind: 'passport',
  country: 'CYP',
  fileName: 'pass "port" ß.pdf',
  contentType: 'application/pdf',
  bytes: h.file(word),
});
export async function value<T>(answer: Promise<{ ok: true; value: T } | { ok: false; problem: unknown }>): Promise<T> {
  const got = await answer;
  if (!got.ok) throw new Error(JSON.stringify(got.problem));
  return got.value;
}
export async function submitted(
  h: KycHarness,
  word: Word,
  who = person(h),
): Promise<{ applicantId: string; who: Applicant }> {
  const { applicantId } = await value(h.kyc.createApplicant(who));
  await value(h.kyc.uploadDocument(applicantId, passport(h, word)));
  await value(h.kyc.requestCheck(applicantId));
  return { applicantId, who };
}
export const outcome = async (h: KycHarness, applicantId: string) =>
  (await value(h.kyc.fetchDecision({ applicantId }))).outcome;
export async function hints(h: KycHarness) {
  const parsed = await Promise.all((await h.deliver()).map(({ body, headers }) => h.kyc.parseWebhook(body, headers)));
  return parsed.map((hint) => {
    if (!hint.verified) throw new Error(`refused: ${hint.reason}`);
    return hint;
  });
}
