import type { ConnectionPorts } from '@/server/kernel/ports';

/** What the provider decided. Reasons in `shown` may be told to the client, those in `internal` never. */
export type CheckOutcome =
  /** Waiting for the client: documents are missing or more are asked for. */
  | { readonly status: 'created' }
  | { readonly status: 'pending' }
  | { readonly status: 'on_hold' }
  | { readonly status: 'approved' }
  | {
      readonly status: 'rejected';
      /** `retry`: the client may correct and send again. `final`: this person is refused. */
      readonly kind: 'final' | 'retry';
      readonly reasons: {
        readonly labels: readonly string[];
        readonly shown: readonly string[];
        readonly internal: readonly string[];
      };
    };

export type KycDecision = {
  readonly applicantId: string;
  readonly reference: string | null;
  readonly level: string | null;
  readonly outcome: CheckOutcome;
  /** Grows with every new attempt of the applicant; an older attempt never overrules a newer one. */
  readonly attempt: number;
  /** Time of the provider's last word, for ordering; null while there is none. */
  readonly decidedAt: Date | null;
};

export type KycProblem = {
  /** `unknown`: the call may have taken effect; every call of this port may simply be made again. */
  readonly class: 'not_sent' | 'unknown' | 'refused' | 'conflict' | 'not_found' | 'rate_limited' | 'config';
  readonly code: string;
  readonly detail: string;
  readonly retryAfterMs?: number;
};

export type KycAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: KycProblem };

export type Applicant = {
  /** Our id of the person at this provider; creating twice with one reference yields one applicant. */
  readonly reference: string;
  readonly level: string;
  readonly email?: string;
  readonly phone?: string;
  readonly language?: string;
  readonly person?: {
    readonly firstName: string;
    readonly lastName: string;
    readonly middleName?: string;
    /** ISO date. */
    readonly bornOn?: string;
    /** ISO 3166-1 alpha-3, as on passports. */
    readonly country?: string;
    readonly nationality?: string;
  };
};

export type KycDocumentKind =
  | 'passport'
  | 'id_card'
  | 'driving_licence'
  | 'residence_permit'
  | 'proof_of_address'
  | 'selfie';

export type KycDocument = {
  readonly kind: KycDocumentKind;
  /** Issuing country, alpha-3. */
  readonly country: string;
  readonly side?: 'front' | 'back';
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

export type KycWebhook =
  | {
      readonly verified: true;
      /** Digest of the body: the provider sends no event id. */
      readonly eventId: string;
      readonly applicantId: string;
      readonly reference: string | null;
      readonly type: string;
      readonly occurredAt: Date | null;
    }
  | { readonly verified: false; readonly reason: 'signature' | 'algorithm' | 'malformed' };

export interface KycPort {
  readonly vendor: string;
  createApplicant(applicant: Applicant): Promise<KycAnswer<{ applicantId: string }>>;
  /** A link to the provider's hosted flow; the token serves an embedded one. */
  openFlow(request: {
    reference: string;
    level: string;
    ttlSeconds: number;
    language?: string;
    returnUrl?: string;
  }): Promise<KycAnswer<{ url: string; token: string; expiresAt: Date }>>;
  /** Sending the very same file again is no second document; its id is then not told (null). */
  uploadDocument(applicantId: string, document: KycDocument): Promise<KycAnswer<{ documentId: string | null }>>;
  requestCheck(applicantId: string): Promise<KycAnswer<null>>;
  /** Opens a decided applicant for a new attempt (renewal). */
  reopen(applicantId: string): Promise<KycAnswer<null>>;
  fetchDecision(lookup: { applicantId?: string; reference?: string }): Promise<KycAnswer<KycDecision>>;
  /** A verified hint that something changed. It raises nothing by itself: fetch the decision, then apply policy. */
  parseWebhook(rawBody: Uint8Array, headers: Headers): Promise<KycWebhook>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    kyc: ConnectionPorts<KycPort>;
  }
}
