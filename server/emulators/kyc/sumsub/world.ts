import type { Table } from '../../books';
import { DeliveryQueue } from '../../deliveries';
import { type EmulatorRuntime, randomText, unixSeconds } from '../../runtime';
import { type DigestAlgorithm, payloadDigest } from './signature';

export type Webhook = { readonly url: string; readonly secret: string; readonly algorithm: DigestAlgorithm };
export type Client = {
  readonly id: string;
  readonly appToken: string;
  readonly secretKey: string;
  readonly webhooks: readonly Webhook[];
};

export type ReviewStatus = 'init' | 'pending' | 'queued' | 'onHold' | 'awaitingUser' | 'completed';
export type ReviewResult = {
  readonly reviewAnswer: 'GREEN' | 'RED';
  readonly rejectLabels?: readonly string[];
  readonly reviewRejectType?: 'FINAL' | 'RETRY';
  readonly moderationComment?: string;
  readonly clientComment?: string;
};
export type IdDoc = {
  readonly imageId: string;
  readonly idDocType: string;
  readonly idDocSubType: string | null;
  readonly country: string;
  readonly hash: string;
  /** Words inside the file that steer the automatic review. */
  readonly script: string | null;
  readonly active: boolean;
};
export type Applicant = {
  readonly id: string;
  readonly client: string;
  readonly inspectionId: string;
  readonly externalUserId: string;
  readonly levelName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly lang: string | null;
  readonly fixedInfo: Record<string, string>;
  readonly createdAt: string;
  readonly reviewId: string;
  readonly attemptId: string;
  readonly attemptCnt: number;
  readonly reviewStatus: ReviewStatus;
  readonly reviewResult: ReviewResult | null;
  readonly reviewDate: string | null;
  readonly documents: readonly IdDoc[];
};
export type Link = {
  readonly id: string;
  readonly client: string;
  readonly userId: string;
  readonly levelName: string;
  readonly expiresAt: number;
  readonly successUrl: string | null;
  readonly rejectUrl: string | null;
};
export type Due = { readonly id: string; readonly at: number; readonly applicant: string; readonly attempt: number };

/** One set of alternatives per step; a level asks for one document of each set. */
export type Levels = Readonly<Record<string, readonly (readonly string[])[]>>;
export const identityTypes = ['PASSPORT', 'ID_CARD', 'DRIVERS', 'RESIDENCE_PERMIT'] as const;
export const standardLevels: Levels = {
  'basic-kyc-level': [identityTypes],
  'kyc-with-poa': [identityTypes, ['UTILITY_BILL']],
};

export type World = {
  readonly runtime: EmulatorRuntime;
  readonly clients: Table<Client>;
  readonly applicants: Table<Applicant>;
  readonly links: Table<Link>;
  readonly due: Table<Due>;
  readonly webhooks: DeliveryQueue;
  readonly levels: Levels;
  readonly site: { url: string };
  readonly reviewSeconds: number;
  readonly flags: { callBeforeReply: boolean };
  now(): number;
  id(length?: number): string;
};

const minute = 60_000;
// docs.sumsub.com/docs/webhooks: five minutes, one, five and eighteen hours.
const retries = [5 * minute, 60 * minute, 300 * minute, 1080 * minute];

export type WorldOptions = { levels: Levels; siteUrl: string; reviewSeconds: number };

export function createWorld(runtime: EmulatorRuntime, options: WorldOptions): World {
  const clients = runtime.books.table<Client>('sumsub.client');
  const webhooks = new DeliveryQueue(runtime, {
    name: 'sumsub',
    retryAfterMs: retries,
    prepare: (delivery) => {
      const [clientId = '', index = '0'] = delivery.endpoint.split('#');
      const hook = clients.get(clientId)?.webhooks[Number(index)];
      if (!hook) return null;
      const secret = delivery.badSignature ? 'not-the-secret' : hook.secret;
      return {
        url: hook.url,
        body: delivery.payload,
        headers: {
          'content-type': 'application/json',
          'x-payload-digest': payloadDigest(hook.algorithm, secret, delivery.payload),
          'x-payload-digest-alg': hook.algorithm,
        },
      };
    },
  });
  return {
    runtime,
    clients,
    applicants: runtime.books.table('sumsub.applicant'),
    links: runtime.books.table('sumsub.link'),
    due: runtime.books.table('sumsub.due'),
    webhooks,
    levels: options.levels,
    site: { url: options.siteUrl },
    reviewSeconds: options.reviewSeconds,
    flags: { callBeforeReply: false },
    now: () => unixSeconds(runtime.clock),
    id: (length = 24) => randomText(runtime.rng, length, '0123456789abcdef'),
  };
}

/** `2020-02-21 13:23:19+0000`, the way the vendor writes time. */
export const stamp = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')}+0000`;
const stampMs = (date: Date): string => date.toISOString().slice(0, 23).replace('T', ' ');

export function save(world: World, applicant: Applicant, change: Partial<Applicant> = {}): Applicant {
  return world.applicants.put(applicant.id, { ...applicant, ...change });
}

export function emit(world: World, type: string, applicant: Applicant): void {
  const client = world.clients.get(applicant.client);
  if (!client) return;
  const at = world.runtime.clock.now();
  const payload = JSON.stringify({
    applicantId: applicant.id,
    inspectionId: applicant.inspectionId,
    applicantType: 'individual',
    correlationId: `req-${world.id(32)}`,
    levelName: applicant.levelName,
    sandboxMode: true,
    externalUserId: applicant.externalUserId,
    type,
    ...(applicant.reviewResult && applicant.reviewStatus === 'completed'
      ? { reviewResult: applicant.reviewResult }
      : {}),
    reviewStatus: applicant.reviewStatus,
    createdAt: stamp(at),
    createdAtMs: stampMs(at),
    clientId: client.id,
  });
  for (const index of client.webhooks.keys()) {
    if (world.webhooks.enqueue(type, `${client.id}#${index}`, payload)) world.flags.callBeforeReply = true;
  }
}
