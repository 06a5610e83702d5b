import { AwsClient } from 'aws4fetch';
import type { Clock } from '@/server/kernel/clock';
import { toBase64, toHex } from '@/server/kernel/encoding';
import { Refusal } from '@/server/kernel/errors';
import type { PutOptions, StoragePort } from '@/server/modules/documents/ports';
import type { OutboundFetch } from '../../http/outbound';
import { checkKey, objectLocked, unavailable } from '../keys';
import type { S3StorageConfig } from './config';

export type S3Deps = { readonly config: S3StorageConfig; readonly http: OutboundFetch; readonly clock: Clock };

export function createS3Storage({ config, http, clock }: S3Deps): StoragePort {
  const { accessKeyId, secretAccessKey, region } = config;
  const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' });
  const call = async (
    method: string,
    key: string,
    headers: Record<string, string> = {},
    body?: Uint8Array<ArrayBuffer>,
  ): Promise<Response> => {
    const url = `${config.endpoint.replace(/\/$/, '')}/${config.bucket}/${checkKey(key)}`;
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body ?? new Uint8Array()));
    const signed = await signer.sign(url, {
      method,
      headers: { ...headers, 'x-amz-content-sha256': toHex(hash) },
      ...(body ? { body } : {}),
      aws: {
        datetime: clock
          .now()
          .toISOString()
          .replace(/[:-]|\.\d{3}/g, ''),
      },
    });
    return http(signed);
  };

  return {
    canLock: config.objectLock,
    put: async (key, bytes, options: PutOptions = {}) => {
      if (options.lockUntil && !config.objectLock) throw new Refusal('rejected', 'storage_can_not_lock');
      const body = new Uint8Array(bytes);
      const checksum = toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
      const response = await call(
        'PUT',
        key,
        {
          'content-type': options.contentType ?? 'application/octet-stream',
          // Asked for by S3 wherever a lock is set, and an end-to-end check everywhere else.
          'x-amz-checksum-sha256': checksum,
          ...(options.lockUntil
            ? {
                'x-amz-object-lock-mode': 'COMPLIANCE',
                'x-amz-object-lock-retain-until-date': options.lockUntil.toISOString(),
              }
            : {}),
        },
        body,
      );
      if (!response.ok) throw unavailable();
    },
    get: async (key) => {
      const response = await call('GET', key);
      if (response.status === 404) return null;
      if (!response.ok) throw unavailable();
      return new Uint8Array(await response.arrayBuffer());
    },
    remove: async (key) => {
      // With versions, a plain DELETE of a locked object only hides it: that would be a lie.
      const head = await call('HEAD', key);
      if (head.status === 404) return;
      const until = head.headers.get('x-amz-object-lock-retain-until-date');
      if (until && Date.parse(until) > clock.now().getTime()) throw objectLocked();
      const response = await call('DELETE', key);
      if (response.status === 403) throw objectLocked();
      if (!response.ok && response.status !== 404) throw unavailable();
    },
  };
}
