import { z } from 'zod';
import type { KycConnection } from './repository/applications';

const Settings = z.object({
  level: z.string().min(1).default('kyc-with-poa'),
  /** What a passed check of this level proves; as a list in words, because settings are flat. */
  proves: z.string().default('document,liveness,proof_of_address'),
});
export const settingsOf = (connection: KycConnection) => Settings.parse(connection.config);
const provable: ReadonlySet<string> = new Set(['document', 'liveness', 'proof_of_address']);
export const provedBy = (connection: KycConnection): string[] =>
  settingsOf(connection)
    .proves.split(/[\s,]+/)
    .filter((word) => provable.has(word));
