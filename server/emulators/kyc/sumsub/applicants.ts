import { createHash } from 'node:crypto';
import { SumsubFault } from './errors';
import { type Applicant, type Client, emit, type IdDoc, save, stamp, type World } from './world';

const maxBytes = 64 * 1024 * 1024;
const docTypes = new Set([
  'PASSPORT',
  'ID_CARD',
  'DRIVERS',
  'RESIDENCE_PERMIT',
  'UTILITY_BILL',
  'SELFIE',
  'BANK_STATEMENT',
  'OTHER',
]);

export function levelOf(world: World, name: unknown): string {
  if (typeof name !== 'string' || !Object.hasOwn(world.levels, name)) {
    throw new SumsubFault(404, `Level '${String(name)}' not found`);
  }
  return name;
}

const optional = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export function createApplicant(
  world: World,
  client: Client,
  levelName: unknown,
  body: Record<string, unknown>,
): Applicant {
  const level = levelOf(world, levelName);
  const externalUserId = optional(body.externalUserId);
  if (!externalUserId) throw new SumsubFault(400, 'externalUserId must be provided');
  const known = byExternalId(world, client, externalUserId);
  if (known)
    throw new SumsubFault(409, `Applicant with external user id '${externalUserId}' already exists: ${known.id}`);
  const info = typeof body.fixedInfo === 'object' && body.fixedInfo !== null ? body.fixedInfo : {};
  const fixedInfo = Object.fromEntries(Object.entries(info).filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >;
  for (const field of ['country', 'nationality'] as const) {
    const code = fixedInfo[field];
    if (code !== undefined && !/^[A-Z]{3}$/.test(code))
      throw new SumsubFault(400, `Invalid ${field}: '${code}', an alpha-3 code is expected`);
  }
  const id = world.id();
  const applicant: Applicant = {
    id,
    client: client.id,
    inspectionId: world.id(),
    externalUserId,
    levelName: level,
    email: optional(body.email),
    phone: optional(body.phone),
    lang: optional(body.lang),
    fixedInfo,
    createdAt: stamp(world.runtime.clock.now()),
    reviewId: world.id(5),
    attemptId: world.id(5),
    attemptCnt: 1,
    reviewStatus: 'init',
    reviewResult: null,
    reviewDate: null,
    documents: [],
  };
  save(world, applicant);
  emit(world, 'applicantCreated', applicant);
  return applicant;
}

export const byExternalId = (world: World, client: Client, externalUserId: string): Applicant | undefined =>
  world.applicants
    .values()
    .find((applicant) => applicant.client === client.id && applicant.externalUserId === externalUserId);

/** `5bb…` or `-;externalUserId=…`. */
export function findApplicant(world: World, client: Client, selector: string): Applicant {
  const external = /^-;externalUserId=(.*)$/.exec(decodeURIComponent(selector))?.[1];
  const applicant = external === undefined ? world.applicants.get(selector) : byExternalId(world, client, external);
  if (applicant?.client !== client.id) throw new SumsubFault(404, `Applicant not found [${selector}]`);
  return applicant;
}

export const reviewOf = (applicant: Applicant) => ({
  reviewId: applicant.reviewId,
  attemptId: applicant.attemptId,
  attemptCnt: applicant.attemptCnt,
  levelName: applicant.levelName,
  createDate: applicant.createdAt,
  ...(applicant.reviewDate ? { reviewDate: applicant.reviewDate } : {}),
  ...(applicant.reviewResult ? { reviewResult: applicant.reviewResult } : {}),
  reviewStatus: applicant.reviewStatus,
  priority: 0,
});

export const profileOf = (applicant: Applicant) => ({
  id: applicant.id,
  createdAt: applicant.createdAt.slice(0, 19),
  clientId: applicant.client,
  inspectionId: applicant.inspectionId,
  externalUserId: applicant.externalUserId,
  fixedInfo: applicant.fixedInfo,
  ...(applicant.email ? { email: applicant.email } : {}),
  ...(applicant.phone ? { phone: applicant.phone } : {}),
  ...(applicant.lang ? { lang: applicant.lang } : {}),
  review: reviewOf(applicant),
  type: 'individual',
});

function fileKind(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (head.startsWith('\u0089PNG\r\n')) return 'image/png';
  if (head.startsWith('%PDF-')) return 'application/pdf';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  return null;
}

export function addDocument(
  world: World,
  applicant: Applicant,
  metadata: Record<string, unknown>,
  bytes: Uint8Array,
): IdDoc {
  const { idDocType, idDocSubType, country } = metadata;
  if (typeof idDocType !== 'string' || !docTypes.has(idDocType))
    throw new SumsubFault(400, `Invalid idDocType: ${String(idDocType)}`);
  if (typeof country !== 'string' || !/^[A-Z]{3}$/.test(country))
    throw new SumsubFault(400, `Invalid country: ${String(country)}`);
  if (idDocSubType !== undefined && idDocSubType !== 'FRONT_SIDE' && idDocSubType !== 'BACK_SIDE') {
    throw new SumsubFault(400, `Invalid idDocSubType: ${String(idDocSubType)}`);
  }
  if (
    applicant.reviewStatus === 'pending' ||
    applicant.reviewStatus === 'queued' ||
    applicant.reviewStatus === 'onHold'
  ) {
    throw new SumsubFault(
      409,
      'Applicant is being checked. Adding new data is not allowed',
      1006,
      'no-upload-verification-in-progress',
    );
  }
  if (applicant.reviewResult?.reviewRejectType === 'FINAL') {
    throw new SumsubFault(409, 'Applicant has received a FINAL rejection', 1009, 'applicant-with-final-reject');
  }
  if (bytes.length === 0) throw new SumsubFault(400, 'Uploaded file is empty', 1003, 'empty-file');
  if (bytes.length > maxBytes) throw new SumsubFault(400, 'Uploaded file is too big', 1002, 'file-too-big');
  if (!fileKind(bytes))
    throw new SumsubFault(400, 'Uploaded file format is not supported', 1005, 'unsupported-file-format');
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (applicant.documents.some((document) => document.hash === hash)) {
    throw new SumsubFault(409, 'Duplicate document was uploaded', 1000, 'duplicate-document');
  }
  const document: IdDoc = {
    imageId: String(Math.floor(world.runtime.rng() * 1e9)),
    idDocType,
    idDocSubType: idDocSubType ?? null,
    country,
    hash,
    script: /SUMSUB:([A-Z]+)/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? null,
    active: true,
  };
  save(world, applicant, { documents: [...applicant.documents, document] });
  return document;
}
