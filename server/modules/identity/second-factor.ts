import { Secret, TOTP } from 'otpauth';
import { InvariantError, Refusal } from '@/server/kernel/errors';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { countPasskeys, type UserRow, updateUser } from './repository';

const periodSeconds = 30;
const place = (row: string) => ({ table: 'app_user', column: 'totp_secret', row }) as const;

export type Factor = 'totp' | 'passkey' | 'recovery_code';

export async function factorsOf(read: Read, user: UserRow): Promise<Factor[]> {
  const passkeys = await countPasskeys(read, user.id);
  return [
    ...(user.totpEnabledAt ? (['totp'] as const) : []),
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...((user.recoveryCodes ?? []).length > 0 ? (['recovery_code'] as const) : []),
  ];
}

function totpOf(secret: string, issuer: string, label: string): TOTP {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period: periodSeconds, digits: 6 });
}

/** Makes a secret that counts only once a code made from it has come back. */
export async function beginTotp(uow: Uow, user: UserRow): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 }).base32;
  await updateUser(uow, user.id, {
    totpSecret: await seal(uow, 'tenant', place(user.id), secret),
    totpEnabledAt: null,
    totpLastStep: null,
  });
  return { secret, uri: totpOf(secret, uow.tenant.name, user.email).toString() };
}

/** Checks a code and burns its step: the same code is refused a second time even within its half minute. */
export async function checkTotp(uow: Uow, user: UserRow, code: string): Promise<void> {
  if (!user.totpSecret) throw new Refusal('rejected', 'totp_not_set_up');
  const secret = await openText(uow, place(user.id), user.totpSecret);
  if (!secret) throw new InvariantError('the key of a TOTP secret was destroyed');
  const totp = totpOf(secret, uow.tenant.name, user.email);
  const at = uow.now.getTime();
  const delta = totp.validate({ token: code, timestamp: at, window: 1 });
  const step = delta === null ? null : Math.floor(at / 1000 / periodSeconds) + delta;
  if (step === null || (user.totpLastStep !== null && step <= user.totpLastStep))
    throw new Refusal('unauthenticated', 'invalid_code', { field: 'code' });
  await updateUser(uow, user.id, { totpLastStep: step });
}

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

function recoveryCode(): string {
  // 31 signs: bytes from 248 on would make the first ones likelier, so they are drawn again.
  const signs: string[] = [];
  while (signs.length < 12) {
    for (const byte of crypto.getRandomValues(new Uint8Array(16)))
      if (byte < 248 && signs.length < 12) signs.push(alphabet.charAt(byte % 31));
  }
  return `${signs.slice(0, 4).join('')}-${signs.slice(4, 8).join('')}-${signs.slice(8).join('')}`;
}

const hashOf = (read: Read, user: UserRow, code: string) =>
  read.ctx.keys.pepper('recovery-code', `${user.id}/${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);

export async function renewRecoveryCodes(uow: Uow, user: UserRow): Promise<string[]> {
  const codes = Array.from({ length: 10 }, recoveryCode);
  const hashes = await Promise.all(codes.map((code) => hashOf(uow, user, code)));
  await updateUser(uow, user.id, { recoveryCodes: hashes });
  return codes;
}

export async function spendRecoveryCode(uow: Uow, user: UserRow, code: string): Promise<void> {
  const hash = await hashOf(uow, user, code);
  const left = (user.recoveryCodes ?? []).filter((kept) => kept !== hash);
  if (left.length === (user.recoveryCodes ?? []).length)
    throw new Refusal('unauthenticated', 'invalid_code', { field: 'recoveryCode' });
  await updateUser(uow, user.id, { recoveryCodes: left });
}
