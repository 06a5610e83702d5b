import type { Database } from '@/db/client';
import type { Clock, Rng } from '@/server/kernel/clock';
import { Refusal } from '@/server/kernel/errors';
import type { KeyRing } from '@/server/kernel/keys';
import type { Log } from '@/server/kernel/log';
import type { Ports } from '@/server/kernel/ports';
import type { PasswordsPort, SitePort } from '@/server/modules/identity/ports';
import type { LettersPort, MailReportsPort, PushPort } from '@/server/modules/notifications/ports';
import type { SignOnPorts } from '@/server/modules/sso/ports';
import type { DnsPort, ImagesPort, OperationsPort } from '@/server/modules/tenancy/ports';
import { connectionPorts } from './connections';
import { refusalOfEndpoint } from './push/web-push/endpoint';

export type PortsDeps = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly log: Log;
  readonly clock: Clock;
  readonly rng: Rng;
  /** The finished ports, for a port that reads through another. */
  readonly ports: () => Ports;
};

/** argon2id of 32 random bytes that were thrown away. */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$7JiZFqmzKONbxTEWe+7NUw$VIwIs88jnpgiCE5NIIGqKamBXCbxWg29Edz9bNqohO4';

/** Vendor code is loaded on first use, per vendor: the request path never carries an SDK it does not call. */
const passwords: PasswordsPort = {
  decoy,
  hash: async (password) => (await import('./passwords/argon2/adapter')).argon2Passwords.hash(password),
  verify: async (hash, password) => (await import('./passwords/argon2/adapter')).argon2Passwords.verify(hash, password),
};

const images: ImagesPort = {
  toPng: async (bytes, maxBytes) => (await import('./images/sharp/adapter')).sharpImages.toPng(bytes, maxBytes),
};

const dns: DnsPort = {
  txt: async (name) => (await import('./dns/adapter')).nodeDns.txt(name),
};

const letters: LettersPort = {
  render: async (letter) => (await import('./letters/react-email/adapter')).reactEmailLetters.render(letter),
};

/** The worker of this deployment and the engine inside of it, at the addresses the web process was started with. */
function operations(): OperationsPort {
  const load = async () => {
    const { createWorkerOperations } = await import('./operations/worker/adapter');
    return createWorkerOperations({
      workerUrl: process.env.WORKER_URL ?? null,
      engineUrl: process.env.INNGEST_BASE_URL ?? null,
      signingKey: process.env.INNGEST_SIGNING_KEY ?? '',
    });
  };
  return {
    engine: async () => (await load()).engine(),
    functions: async () => (await load()).functions(),
    runs: async (filter) => (await load()).runs(filter),
    run: async (id) => (await load()).run(id),
    change: async (id, change) => (await load()).change(id, change),
    worker: async () => (await load()).worker(),
  };
}

function site(): SitePort {
  const url = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
  const bounceDomain = process.env.MAIL_BOUNCE_DOMAIN;
  return { origin: new URL(url).origin, ...(bounceDomain ? { bounceDomain } : {}) };
}

/** What a tenant has not connected is sent through the deployment's own server: MAIL_URL, smtp://host:port or smtps://. */
function mailOf(deps: PortsDeps): Ports['mail'] {
  return {
    of: async () => {
      const url = process.env.MAIL_URL;
      if (!url) return { send: async () => ({ outcome: 'deferred', detail: 'no mail server is configured' }) };
      const { hostname, port, protocol, username, password } = new URL(url);
      const [{ createSmtpAdapter }, { SmtpConfig }] = await Promise.all([
        import('./mail/smtp/adapter'),
        import('./mail/smtp/config'),
      ]);
      const config = SmtpConfig.parse({
        host: hostname,
        port: Number(port || (protocol === 'smtps:' ? 465 : 587)),
        security: protocol === 'smtps:' ? 'tls' : hostname === '127.0.0.1' ? 'none' : 'starttls',
        ...(username ? { user: decodeURIComponent(username), password: decodeURIComponent(password) } : {}),
      });
      return createSmtpAdapter({ config, clock: deps.clock, allow: outboundAllow() });
    },
  };
}

/** The one exception to the guard on outgoing calls: a setting of the deployment, never of a tenant. */
const outboundAllow = (): string | undefined => process.env.OUTBOUND_ALLOW;

const unknownVendor = (vendor: string): never => {
  throw new Refusal('unavailable', 'vendor_unknown', { params: { vendor } });
};

function pspOf(deps: PortsDeps): Ports['psp'] {
  const { clock } = deps;
  return connectionPorts(deps, ['psp', 'bank'], async (vendor, settings) => {
    const { guardedFetch } = await import('./http/guarded');
    const http = guardedFetch({ allow: outboundAllow() });
    if (vendor === 'stripe') {
      const [{ createStripeAdapter }, { StripeConfig }] = await Promise.all([
        import('./psp/stripe/adapter'),
        import('./psp/stripe/config'),
      ]);
      return createStripeAdapter({ config: StripeConfig.parse(settings), http, clock });
    }
    if (vendor === 'bank') {
      const [{ createBankAdapter }, { BankConfig }] = await Promise.all([
        import('./psp/bank/adapter'),
        import('./psp/bank/config'),
      ]);
      return createBankAdapter({ config: BankConfig.parse(settings), http });
    }
    return unknownVendor(vendor);
  });
}

function kycOf(deps: PortsDeps) {
  return connectionPorts(deps, ['kyc'], async (vendor, settings) => {
    if (vendor !== 'sumsub') return unknownVendor(vendor);
    const [{ guardedFetch }, { createSumsubAdapter }, { SumsubConfig }] = await Promise.all([
      import('./http/guarded'),
      import('./kyc/sumsub/adapter'),
      import('./kyc/sumsub/config'),
    ]);
    return createSumsubAdapter({
      config: SumsubConfig.parse(settings),
      http: guardedFetch({ allow: outboundAllow() }),
      clock: deps.clock,
    });
  });
}

function platformOf(deps: PortsDeps): Ports['platform'] {
  return connectionPorts(deps, ['platform'], async (vendor, settings) => {
    if (vendor !== 'mt5') return unknownVendor(vendor);
    const [{ createMt5Adapter }, { Mt5Config }, { guardedDial }] = await Promise.all([
      import('./platform/mt5/adapter'),
      import('./platform/mt5/config'),
      import('./platform/mt5/dial'),
    ]);
    return createMt5Adapter(Mt5Config.parse(settings), {
      clock: deps.clock,
      rng: deps.rng,
      dial: guardedDial({ allow: outboundAllow() }),
    });
  });
}

function smsOf(deps: PortsDeps): Ports['sms'] {
  return connectionPorts(deps, ['sms'], async (vendor, settings) => {
    if (vendor !== 'twilio') return unknownVendor(vendor);
    const [{ guardedFetch }, { createTwilioAdapter }, { TwilioConfig }] = await Promise.all([
      import('./http/guarded'),
      import('./sms/twilio/adapter'),
      import('./sms/twilio/config'),
    ]);
    const http = guardedFetch({ allow: outboundAllow() });
    return createTwilioAdapter({ config: TwilioConfig.parse(settings), http });
  });
}

const mailReports: MailReportsPort = {
  read: async (raw) => (await import('./mail/reports/adapter')).postalReports.read(raw),
};

/** Whose service it is a browser says; whom we may call is decided here. */
const push: PushPort = {
  refuses: (endpoint) => refusalOfEndpoint(endpoint, outboundAllow()),
  send: async (note) => {
    const [{ guardedFetch }, { createWebPushAdapter }] = await Promise.all([
      import('./http/guarded'),
      import('./push/web-push/adapter'),
    ]);
    const http = guardedFetch({ allow: outboundAllow(), timeoutMs: 15_000, maxBytes: 64 * 1024 });
    return createWebPushAdapter({ http }).send(note);
  },
};

function bucketSettings() {
  const { STORAGE_S3_ENDPOINT: endpoint, STORAGE_S3_BUCKET: bucket, STORAGE_S3_REGION: region } = process.env;
  if (!endpoint || !bucket) return null;
  return {
    endpoint,
    bucket,
    region: region ?? 'eu-central-1',
    accessKeyId: process.env.STORAGE_S3_KEY ?? '',
    secretAccessKey: process.env.STORAGE_S3_SECRET ?? '',
    objectLock: process.env.STORAGE_S3_OBJECT_LOCK === '1',
  };
}

/** Identity providers of tenants: their libraries are loaded when somebody comes in that way. */
function signOn({ clock }: PortsDeps): SignOnPorts {
  const http = async () =>
    (await import('./http/guarded')).guardedFetch({ allow: outboundAllow(), maxBytes: 1_000_000 });
  const oidc = async () => (await import('./sign-on/oidc/adapter')).createOidcSignOn({ http: await http() });
  const saml = async () => (await import('./sign-on/saml/adapter')).createSamlSignOn({ http: await http(), clock });
  return {
    oidc: {
      begin: async (...call) => (await oidc()).begin(...call),
      complete: async (...call) => (await oidc()).complete(...call),
      probe: async (...call) => (await oidc()).probe(...call),
    },
    saml: {
      begin: async (...call) => (await saml()).begin(...call),
      complete: async (...call) => (await saml()).complete(...call),
      probe: async (...call) => (await saml()).probe(...call),
      readMetadata: async (source) => (await saml()).readMetadata(source),
      ourMetadata: async (ours) => (await saml()).ourMetadata(ours),
    },
  };
}

/** Documents live in a folder, or in a bucket when STORAGE_S3_* is set. */
function storageOf(deps: PortsDeps) {
  const make = async () => {
    const settings = bucketSettings();
    if (settings) {
      const [{ createS3Storage }, { S3StorageConfig }, { guardedFetch }] = await Promise.all([
        import('./storage/s3/adapter'),
        import('./storage/s3/config'),
        import('./http/guarded'),
      ]);
      const http = guardedFetch({ allow: outboundAllow() });
      return createS3Storage({ config: S3StorageConfig.parse(settings), http, clock: deps.clock });
    }
    const { createLocalStorage } = await import('./storage/local/adapter');
    return createLocalStorage({ config: { folder: process.env.STORAGE_FOLDER ?? 'data/storage' }, clock: deps.clock });
  };
  let made: ReturnType<typeof make> | undefined;
  const storage = () => {
    made ??= make();
    return made;
  };
  return {
    put: async (...args: Parameters<Awaited<ReturnType<typeof make>>['put']>) => (await storage()).put(...args),
    get: async (...args: Parameters<Awaited<ReturnType<typeof make>>['get']>) => (await storage()).get(...args),
    remove: async (...args: Parameters<Awaited<ReturnType<typeof make>>['remove']>) =>
      (await storage()).remove(...args),
  };
}

/** One factory per port; a port that depends on tenant and connection looks them up when it is asked. */
export function buildPorts(given: Omit<PortsDeps, 'ports'>): Ports {
  const deps: PortsDeps = { ...given, ports: () => ports };
  const ports: Ports = {
    passwords,
    images,
    dns,
    letters,
    push,
    mailReports,
    operations: operations(),
    site: site(),
    mail: mailOf(deps),
    sms: smsOf(deps),
    psp: pspOf(deps),
    platform: platformOf(deps),
    kyc: kycOf(deps),
    signOn: signOn(deps),
    storage: storageOf(deps),
  };
  return ports;
}
