export type Mail = {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Ours, stable over retries, so that a receiver can drop the second copy. */
  readonly messageId: string;
};

export type MailResult =
  | { readonly outcome: 'accepted' }
  /** Try again later; nothing was taken. */
  | { readonly outcome: 'deferred'; readonly detail: string }
  /** The address or message is refused for good. */
  | { readonly outcome: 'refused'; readonly detail: string }
  /** The connection broke after the message was handed over. Sending again with the same messageId is the lesser harm. */
  | { readonly outcome: 'unknown'; readonly detail: string };

export interface MailPort {
  send(mail: Mail): Promise<MailResult>;
}
