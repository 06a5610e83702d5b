import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type FaultOptions, FaultPlan, wireFaults } from '../../faults';
import { type Listening, listen, underFault } from '../../host';
import { type EmulatorClock, type EmulatorRng, realSleep, type Sleep } from '../../runtime';

export type S3EmulatorOptions = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults?: FaultOptions;
  readonly sleep?: Sleep;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** Bucket name to whether it was made with object lock. */
  readonly buckets: Readonly<Record<string, boolean>>;
};

type Version = { readonly bytes: Uint8Array; readonly contentType: string; readonly retainUntil: Date | null };

class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const errorReply = (status: number, code: string): Response =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
    {
      status,
      headers: { 'content-type': 'application/xml' },
    },
  );

/** A small, strict S3: path addresses, signature version 4, versions and object lock in compliance mode. */
export function createS3Emulator(options: S3EmulatorOptions) {
  const faults = new FaultPlan(options.rng, options.faults);
  const objects = new Map<string, Version[]>();
  const { sleep = realSleep } = options;
  const handle = async (request: Request): Promise<Response> => {
    const body = new Uint8Array(await request.arrayBuffer());
    const fault = faults.take(request.method.toLowerCase(), wireFaults);
    const work = async (): Promise<Response> => {
      try {
        authenticate(options, request, body);
        return serve(options, objects, request, body);
      } catch (error) {
        if (error instanceof S3Error) return errorReply(error.status, error.code);
        throw error;
      }
    };
    return underFault(fault, sleep, work, (status) => errorReply(status, 'SlowDown'));
  };
  return {
    faults,
    handle,
    /** All versions of an object, the newest last; deleting hides but does not destroy what is locked. */
    versions: (bucket: string, key: string): readonly Version[] => objects.get(`${bucket}/${key}`) ?? [],
    listen: (at?: { port?: number }): Promise<Listening> => listen(handle, at),
  };
}

function authenticate(options: S3EmulatorOptions, request: Request, body: Uint8Array): void {
  const header = request.headers.get('authorization') ?? '';
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!match) throw new S3Error(403, 'AccessDenied');
  const [, id = '', day = '', region = '', names = '', signature = ''] = match;
  if (id !== options.accessKeyId) throw new S3Error(403, 'InvalidAccessKeyId');
  if (region !== options.region) throw new S3Error(400, 'AuthorizationHeaderMalformed');
  const stamp = request.headers.get('x-amz-date') ?? '';
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(stamp) ?? [];
  const age = Math.abs(Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`) - options.clock.now().getTime());
  if (!(age <= 15 * 60_000)) throw new S3Error(403, 'RequestTimeTooSkewed');
  const declared = request.headers.get('x-amz-content-sha256') ?? '';
  if (declared !== 'UNSIGNED-PAYLOAD' && declared !== sha256(body)) throw new S3Error(400, 'XAmzContentSHA256Mismatch');
  const signed = names.split(';');
  if (!signed.includes('host')) throw new S3Error(403, 'AccessDenied');
  const url = new URL(request.url);
  const canonical = [
    request.method,
    url.pathname,
    [...url.searchParams]
      .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
      .sort()
      .join('&'),
    ...signed.map(
      (name) =>
        `${name}:${(name === 'host' ? url.host : (request.headers.get(name) ?? '')).trim().replace(/ +/g, ' ')}`,
    ),
    '',
    names,
    declared,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, createHash('sha256').update(canonical, 'utf8').digest('hex')].join(
    '\n',
  );
  const key = hmac(hmac(hmac(hmac(`AWS4${options.secretAccessKey}`, day), region), 's3'), 'aws4_request');
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))) throw new S3Error(403, 'SignatureDoesNotMatch');
}

function serve(
  options: S3EmulatorOptions,
  objects: Map<string, Version[]>,
  request: Request,
  body: Uint8Array,
): Response {
  const [, bucket = '', ...rest] = decodeURIComponent(new URL(request.url).pathname).split('/');
  const locks = options.buckets[bucket];
  if (locks === undefined) throw new S3Error(404, 'NoSuchBucket');
  const name = `${bucket}/${rest.join('/')}`;
  const versions = objects.get(name) ?? [];
  const current = versions.at(-1);
  const visible = current && current.bytes.length >= 0 && current.contentType !== deleteMarker ? current : null;
  switch (request.method) {
    case 'PUT':
      objects.set(name, [...(locks ? versions : []), newVersion(options, locks, request, body)]);
      return new Response(null, { headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } });
    case 'GET':
    case 'HEAD': {
      if (!visible)
        return request.method === 'HEAD' ? new Response(null, { status: 404 }) : errorReply(404, 'NoSuchKey');
      const headers: Record<string, string> = { 'content-type': visible.contentType };
      if (visible.retainUntil) {
        headers['x-amz-object-lock-mode'] = 'COMPLIANCE';
        headers['x-amz-object-lock-retain-until-date'] = visible.retainUntil.toISOString();
      }
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(visible.bytes), { headers });
    }
    case 'DELETE':
      if (locks && visible)
        objects.set(name, [...versions, { bytes: new Uint8Array(), contentType: deleteMarker, retainUntil: null }]);
      else if (!locks) objects.delete(name);
      return new Response(null, { status: 204 });
    default:
      throw new S3Error(405, 'MethodNotAllowed');
  }
}

const deleteMarker = 'x-emulator/delete-marker';

function newVersion(options: S3EmulatorOptions, locks: boolean, request: Request, body: Uint8Array): Version {
  const mode = request.headers.get('x-amz-object-lock-mode');
  const until = request.headers.get('x-amz-object-lock-retain-until-date');
  const checksum = request.headers.get('x-amz-checksum-sha256');
  if (checksum !== null && checksum !== createHash('sha256').update(body).digest('base64'))
    throw new S3Error(400, 'BadDigest');
  if ((mode === null) !== (until === null)) throw new S3Error(400, 'InvalidArgument');
  if (mode !== null) {
    if (!locks) throw new S3Error(400, 'InvalidRequest');
    if (checksum === null && !request.headers.has('content-md5')) throw new S3Error(400, 'InvalidRequest');
    if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') throw new S3Error(400, 'InvalidArgument');
    if (!(Date.parse(until ?? '') > options.clock.now().getTime())) throw new S3Error(400, 'InvalidArgument');
  }
  return {
    bytes: body,
    contentType: request.headers.get('content-type') ?? 'binary/octet-stream',
    retainUntil: until === null ? null : new Date(until),
  };
}
