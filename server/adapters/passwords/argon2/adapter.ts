import { hash, verify } from '@node-rs/argon2';
import type { PasswordsPort } from '@/server/modules/identity/ports';

// RFC 9106, second recommended option, with the memory OWASP asks for at least.
const options = {
  algorithm: 2 /* Argon2id: the enum exists in types only */,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

export const argon2Passwords: Omit<PasswordsPort, 'decoy'> = {
  hash: (password) => hash(password.normalize('NFKC'), options),
  verify: (stored, password) => verify(stored, password.normalize('NFKC')).catch(() => false),
};
