export type Letter = {
  readonly look: { readonly name: string; readonly color: string };
  readonly language: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly foot: string;
  /** Where what nobody must send is stopped. */
  readonly leave?: string | null;
};

/** Markup is none of a module's business: words go in, a letter comes out. */
export interface LettersPort {
  render(letter: Letter): Promise<{ readonly html: string; readonly text: string }>;
}

export type Sms = {
  readonly to: string;
  readonly body: string;
  /** Where the provider says what became of it. */
  readonly statusUrl: string | null;
};
/** Whose fault a text that was not delivered is: the number's, for good; its owner's, who has said stop; or only this message's. */
export type SmsFault = 'address' | 'opted_out' | 'message';
export type SmsResult =
  | { readonly outcome: 'accepted'; readonly ref: string }
  /** Try again later; nothing was taken. */
  | { readonly outcome: 'deferred'; readonly detail: string }
  | { readonly outcome: 'refused'; readonly detail: string; readonly fault: SmsFault }
  /** It may have been taken: look before you send again. */
  | { readonly outcome: 'unknown'; readonly detail: string };
export type SmsReport = {
  readonly ref: string;
  readonly state: 'taken' | 'sent' | 'delivered' | 'failed';
  readonly fault: SmsFault | null;
  readonly detail: string | null;
};
export type SmsFound =
  | { readonly found: 'yes'; readonly report: SmsReport }
  | { readonly found: 'no' }
  | { readonly found: 'unknown'; readonly detail: string };
/** What a provider called with; without a report it is signed and says nothing we ask for. */
export type SmsStatus = { readonly verified: false } | { readonly verified: true; readonly report: SmsReport | null };

export interface SmsPort {
  send(sms: Sms): Promise<SmsResult>;
  /** Whether this very text was taken since then. */
  find(wanted: { readonly to: string; readonly body: string; readonly since: Date }): Promise<SmsFound>;
  /** `url` is the address as the provider knows it. */
  parseStatus(url: string, rawBody: Uint8Array, headers: Headers): Promise<SmsStatus>;
  /** Null when the provider takes our key, else why not. */
  check(): Promise<string | null>;
}

export type PushNote = {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly payload: string;
  readonly vapid: { readonly subject: string; readonly publicKey: string; readonly privateKey: string };
  readonly ttlSeconds: number;
  readonly isUrgent: boolean;
  /** What is still undelivered under it is replaced (RFC 8030 5.4): a second try rings once. */
  readonly topic: string;
};
export type PushResult =
  | { readonly outcome: 'accepted' }
  /** The browser has ended its subscription, or the service never knew it. */
  | { readonly outcome: 'gone'; readonly detail: string }
  | { readonly outcome: 'deferred'; readonly detail: string; readonly retryAfterMs: number | null }
  | { readonly outcome: 'refused'; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string };

export interface PushPort {
  /** Null where a push service may stand, else why not: a browser's word decides whom we call. */
  refuses(endpoint: string): string | null;
  send(note: PushNote): Promise<PushResult>;
}

/** What came back of a mail, whoever wrote it. */
export type MailReport = {
  readonly kind: 'bounce' | 'complaint' | 'delivered' | 'delayed' | 'other';
  readonly fault: 'address' | 'message' | 'complaint' | null;
  readonly detail: string | null;
  /** Local parts in it that look like return addresses of ours. */
  readonly locals: readonly string[];
  readonly ref: string | null;
};

export interface MailReportsPort {
  read(raw: Uint8Array): Promise<MailReport>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    letters: LettersPort;
    push: PushPort;
    mailReports: MailReportsPort;
    sms: { of(tenantId: string, connectionId: string): Promise<SmsPort> };
  }
}
