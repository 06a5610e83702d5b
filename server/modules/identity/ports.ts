export type Mail = {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Ours, stable over retries, so that a receiver can drop the second copy. */
  readonly messageId: string;
  /** Where it comes back to when it cannot be delivered; else to the sender. */
  readonly returnPath?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type MailResult =
  | { readonly outcome: 'accepted' }
  /** Try again later; nothing was taken. */
  | { readonly outcome: 'deferred'; readonly detail: string }
  /** Refused for good: the address, to which nothing should be sent again, or only this message. */
  | { readonly outcome: 'refused'; readonly detail: string; readonly what: 'address' | 'message' }
  /** The connection broke after the message was handed over. Sending again with the same messageId is the lesser harm. */
  | { readonly outcome: 'unknown'; readonly detail: string };

export interface MailPort {
  send(mail: Mail): Promise<MailResult>;
}

/** argon2id needs native code, so it stands behind a port and the request path stays free of Node. */
export interface PasswordsPort {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
  /** A hash of nothing anybody knows, verified where there is no account, so that both take equally long. */
  readonly decoy: string;
}

/** Where this deployment is reached. Links in mails and passkeys trust this and proven domains, never a request header. */
export type SitePort = {
  readonly origin: string;
  /** Of return addresses; absent: what comes back is nobody's. */
  readonly bounceDomain?: string;
};

declare module '@/server/kernel/ports' {
  interface Ports {
    passwords: PasswordsPort;
    site: SitePort;
    /** The tenant's own mail server when it has connected one, else the deployment's. */
    mail: { of(tenantId: string): Promise<MailPort> };
  }
}
