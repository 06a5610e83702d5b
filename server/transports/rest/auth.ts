import type { Credential, Ctx } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/errors';
import { idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { hitLimit } from '@/server/kernel/limits';
import { apiKeyHash, readApiKey } from '@/server/modules/access';
import { ctxOf } from '../composition';
import { idempotencyKeyOf } from '../idempotency';
import { noteUse } from '../last-use';
import { requestFacts } from '../session';

const perMinute = { key: 600, strangers: 60 } as const;

export type MakeCtx = typeof ctxOf;

/** A key that cannot be one is refused: the caller would believe that his write is safe to repeat. */
function readIdempotencyKey(headers: Headers): string | undefined {
  const key = idempotencyKeyOf(headers);
  if (key === undefined && headers.has('idempotency-key'))
    throw new Refusal('invalid', 'idempotency_key_invalid', { field: 'Idempotency-Key', params: { min: 8, max: 200 } });
  return key;
}

/** From `Authorization: Bearer bos_…` to a context of the key's tenant. The secret itself is checked by `kernel_enter`. */
export async function apiCtx(request: Request, makeCtx: MakeCtx = ctxOf): Promise<Ctx> {
  const facts = requestFacts(request.headers);
  const stranger = await makeCtx({ tenant: { slug: 'platform' }, credential: { kind: 'anonymous' }, request: facts });
  const [, token = ''] = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const key = readApiKey(token.trim());
  const tenantId = key && (await tenantOf(stranger, uuidFromId('apiKey', key.id)));
  if (!key || !tenantId) {
    await hitLimit(stranger, `api/stranger/${facts.ip ?? 'nowhere'}`, perMinute.strangers, 60);
    throw new Refusal('unauthenticated', 'api_key_invalid');
  }
  await hitLimit(stranger, `api/key/${key.id}`, perMinute.key, 60);
  const credential: Credential = {
    kind: 'apiKey',
    keyId: uuidFromId('apiKey', key.id),
    secretHash: await apiKeyHash(stranger.keys, key.id, key.secret),
  };
  const idempotencyKey = readIdempotencyKey(request.headers);
  const ctx = await makeCtx({ tenant: { id: tenantId }, credential, request: facts });
  return idempotencyKey ? { ...ctx, idempotencyKey } : ctx;
}

async function tenantOf(ctx: Ctx, keyUuid: string): Promise<string | null> {
  const connection = await ctx.database.acquire();
  try {
    const { rows } = await connection.query({ text: 'select resolve_api_key($1) as found' }, [keyUuid]);
    connection.release();
    return (rows[0]?.found as { tenant: string } | null)?.tenant ?? null; // shape fixed by resolve_api_key
  } catch (error) {
    connection.release(error as Error);
    throw error;
  }
}

/** After an answered call: the key was good, so its last use is worth a line. */
export function noteApiUse(ctx: Ctx): void {
  if (ctx.credential.kind === 'apiKey') noteUse(ctx, 'apiKey', idFromUuid('apiKey', ctx.credential.keyId));
}
