import { createHash } from 'node:crypto';

// Crockford's alphabet: no I, L, O, U, so that a person can read a key over the telephone.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TAG_LENGTH = 13;
export const COMMENT_MAX = 31;

/** 13 characters of our operation id; ids that short already are taken as they are, longer ones are hashed to 65 bits. */
export function operationTag(opId: string): string {
  if (/^[0-9A-Za-z]{1,13}$/.test(opId)) return opId;
  const digest = createHash('sha256').update(opId).digest();
  let bits = digest.readBigUInt64BE(0) * 2n + BigInt((digest[8] ?? 0) >> 7);
  let tag = '';
  for (let i = 0; i < TAG_LENGTH; i += 1) {
    tag = `${alphabet[Number(bits % 32n)]}${tag}`;
    bits /= 32n;
  }
  return tag;
}

/** The key comes first, because the server cuts at 31 characters without a word; what follows is for people. */
export function commentFor(opId: string, attempt: number | undefined, human: string): string {
  const key = `#${operationTag(opId)}${attempt && attempt > 1 ? `.${attempt}` : ''}`;
  const words = human.replace(/[\p{C}\s]+/gu, ' ').trim();
  return `${key} ${words}`.slice(0, COMMENT_MAX).trim();
}

export function tagIn(comment: string): string | undefined {
  return /^#([0-9A-Za-z]{1,13})(?:\.\d{1,4})?(?:\s|$)/.exec(comment)?.[1];
}
