import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { requireFeature } from '@/server/kernel/features';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { namesOf } from '@/server/modules/identity';
import { apiKeyHash, makeApiKey } from '../api-keys';
import { ApiKeyRow, CreateApiKey } from '../contract';
import { mayHandOn } from '../duties';
import { allApiKeys, insertApiKey, revokeApiKeys } from '../repository';
import { refuseConflicts } from '../rights';

export const createApiKey = command({
  name: 'access.api_key.create',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  secretOutput: true,
  input: CreateApiKey,
  output: z.object({ id: idSchema('apiKey'), key: z.string() }),
  run: async (uow, { name, scopes, expiresAt }) => {
    requireFeature(uow.tenant, 'api');
    const createdBy = found(uow.actor.userId, 'needs_a_person');
    // A key cannot do what its maker cannot: rights are handed on, never made.
    const missing = scopes.find((scope) => !mayHandOn(uow.actor.grants, scope));
    if (missing) throw new Refusal('forbidden', 'cannot_hand_on', { field: 'scopes', params: { grant: missing } });
    refuseConflicts(scopes);
    if (expiresAt && expiresAt <= uow.now) throw new Refusal('invalid', 'end_in_the_past', { field: 'expiresAt' });
    const id = uow.id('apiKey');
    const { secret, text } = makeApiKey(id, uow.tenant.environment);
    const secretHash = await apiKeyHash(uow.ctx.keys, id, secret);
    await insertApiKey(uow, {
      id,
      name,
      secretHash,
      scopes,
      createdBy,
      createdAt: uow.now,
      expiresAt: expiresAt ?? null,
    });
    uow.audit({ object: { type: 'apiKey', id }, changes: { name: [null, name], scopes: [null, scopes] } });
    uow.emit({ name: 'access/api_key.created', data: { keyId: id } });
    return { id, key: text };
  },
});

export const listApiKeys = query({
  name: 'access.api_key.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(ApiKeyRow) }),
  run: async (read) => {
    const rows = await allApiKeys(read);
    const names = await namesOf(
      read,
      rows.map((row) => row.createdBy),
    );
    return {
      rows: rows.map(({ tenantId: _tenant, secretHash: _hash, createdBy, ...row }) => ({
        ...row,
        createdBy: names.get(createdBy) ?? null,
      })),
    };
  },
});

export const revokeApiKey = command({
  name: 'access.api_key.revoke',
  actors: ['staff'],
  input: z.object({ keyId: idSchema('apiKey') }),
  output: z.object({}),
  run: async (uow, { keyId }) => {
    const [revoked] = await revokeApiKeys(uow, { id: keyId });
    found(revoked, 'api_key_not_found');
    uow.audit({ object: { type: 'apiKey', id: keyId } });
    uow.emit({ name: 'access/api_key.revoked', data: { keyId } });
    return {};
  },
});
