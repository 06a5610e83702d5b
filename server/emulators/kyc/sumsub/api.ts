import { wireFaults } from '../../faults';
import { underFault } from '../../host';
import { addDocument, createApplicant, findApplicant, levelOf, profileOf, reviewOf } from './applicants';
import { faultReply, SumsubFault } from './errors';
import { decide, missingSteps, reset, submit } from './review';
import { requestSignature, sameText } from './signature';
import { type Applicant, type Client, emit, type ReviewResult, save, type World } from './world';

const clockSkewSeconds = 300;

function authenticate(world: World, request: Request, path: string, body: Uint8Array): Client {
  const token = request.headers.get('x-app-token') ?? '';
  const timestamp = request.headers.get('x-app-access-ts') ?? '';
  const signature = request.headers.get('x-app-access-sig') ?? '';
  const client = world.clients.values().find((candidate) => candidate.appToken === token);
  if (!client) throw new SumsubFault(401, 'Invalid app token');
  if (!/^\d{9,11}$/.test(timestamp) || Math.abs(Number(timestamp) - world.now()) > clockSkewSeconds) {
    throw new SumsubFault(401, 'Request timestamp is outside of the accepted window');
  }
  const expected = requestSignature(client.secretKey, timestamp, request.method, path, body);
  if (!sameText(expected, signature)) throw new SumsubFault(401, 'Request signature mismatch');
  return client;
}

type Call = {
  readonly world: World;
  readonly client: Client;
  readonly url: URL;
  readonly body: Uint8Array;
  readonly request: Request;
  readonly selector: string;
};
type Route = {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: string;
  run(call: Call): Response | Promise<Response>;
};

function json(call: Call): Record<string, unknown> {
  if (call.body.length === 0) return {};
  if (!/^application\/json\b/.test(call.request.headers.get('content-type') ?? ''))
    throw new SumsubFault(415, 'Content-Type application/json expected');
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(call.body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    throw new SumsubFault(400, 'Unable to parse request body');
  }
  throw new SumsubFault(400, 'Unable to parse request body');
}

const applicantOf = (call: Call): Applicant => findApplicant(call.world, call.client, call.selector);
const ok = () => Response.json({ ok: 1 });

async function upload(call: Call): Promise<Response> {
  const applicant = applicantOf(call);
  const contentType = call.request.headers.get('content-type') ?? '';
  if (!contentType.startsWith('multipart/form-data'))
    throw new SumsubFault(415, 'Content-Type multipart/form-data expected');
  const form = await new Response(new Uint8Array(call.body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw new SumsubFault(400, 'Malformed multipart form');
    });
  const content = form.get('content');
  if (!(content instanceof Blob)) throw new SumsubFault(400, 'content part is missing');
  let metadata: Record<string, unknown>;
  try {
    metadata = JSON.parse(String(form.get('metadata') ?? ''));
  } catch {
    throw new SumsubFault(400, 'metadata is not valid JSON');
  }
  const document = addDocument(call.world, applicant, metadata, new Uint8Array(await content.arrayBuffer()));
  const { idDocType, country, idDocSubType } = document;
  return Response.json(
    { idDocType, country, ...(idDocSubType ? { idDocSubType } : {}) },
    { headers: { 'x-image-id': document.imageId } },
  );
}

/** Sandbox only, as with the real one: sets the outcome by hand. */
function simulateReview(call: Call): Response {
  const { reviewAnswer, reviewRejectType, rejectLabels, moderationComment, clientComment } = json(call);
  if (reviewAnswer !== 'GREEN' && reviewAnswer !== 'RED')
    throw new SumsubFault(400, 'reviewAnswer must be GREEN or RED');
  if (reviewAnswer === 'RED' && reviewRejectType !== 'FINAL' && reviewRejectType !== 'RETRY') {
    throw new SumsubFault(400, 'reviewRejectType must be FINAL or RETRY');
  }
  const result = { reviewAnswer, reviewRejectType, rejectLabels, moderationComment, clientComment } as ReviewResult;
  decide(call.world, applicantOf(call), JSON.parse(JSON.stringify(result)) as ReviewResult);
  return ok();
}

function accessToken(call: Call): Response {
  const { userId, levelName, ttlInSecs } = json(call);
  if (typeof userId !== 'string' || userId === '') throw new SumsubFault(400, 'userId must be provided');
  levelOf(call.world, levelName);
  if (ttlInSecs !== undefined && typeof ttlInSecs !== 'number')
    throw new SumsubFault(400, 'ttlInSecs must be a number');
  return Response.json({ token: `_act-sbx-${call.world.id(36)}`, userId });
}

function websdkLink(call: Call): Response {
  const { userId, levelName, ttlInSecs, redirect } = json(call);
  if (typeof userId !== 'string' || userId === '') throw new SumsubFault(400, 'userId must be provided');
  const level = levelOf(call.world, levelName);
  const { successUrl, rejectUrl } = (redirect ?? {}) as { successUrl?: string; rejectUrl?: string };
  const id = `sbx_${call.world.id(16)}`;
  call.world.links.put(id, {
    id,
    client: call.client.id,
    userId,
    levelName: level,
    expiresAt: call.world.now() + (typeof ttlInSecs === 'number' ? ttlInSecs : 1800),
    successUrl: successUrl ?? null,
    rejectUrl: rejectUrl ?? null,
  });
  return Response.json({ url: `${call.world.site.url}/websdk/p/${id}` });
}

function moveToLevel(call: Call): Response {
  const applicant = applicantOf(call);
  const levelName = levelOf(call.world, call.url.searchParams.get('name'));
  if (['pending', 'queued', 'onHold'].includes(applicant.reviewStatus))
    throw new SumsubFault(409, `Applicant is in status ${applicant.reviewStatus}`);
  const moved = save(call.world, applicant, { levelName });
  emit(call.world, 'applicantLevelChanged', moved);
  return Response.json(profileOf(moved));
}

const one = '([^/]+)';
const routes: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/resources\/applicants$/,
    operation: 'applicants.create',
    run: (call) =>
      Response.json(
        profileOf(createApplicant(call.world, call.client, call.url.searchParams.get('levelName'), json(call))),
        { status: 201 },
      ),
  },
  {
    method: 'GET',
    path: new RegExp(`^/resources/applicants/${one}/one$`),
    operation: 'applicants.get',
    run: (call) => Response.json(profileOf(applicantOf(call))),
  },
  {
    method: 'GET',
    path: new RegExp(`^/resources/applicants/${one}/status$`),
    operation: 'applicants.status',
    run: (call) => Response.json(reviewOf(applicantOf(call))),
  },
  {
    method: 'GET',
    path: new RegExp(`^/resources/applicants/${one}/requiredIdDocsStatus$`),
    operation: 'applicants.required',
    run: (call) => Response.json({ missing: missingSteps(call.world, applicantOf(call)) }),
  },
  {
    method: 'POST',
    path: new RegExp(`^/resources/applicants/${one}/info/idDoc$`),
    operation: 'documents.add',
    run: upload,
  },
  {
    method: 'POST',
    path: new RegExp(`^/resources/applicants/${one}/status/pending$`),
    operation: 'applicants.pending',
    run: (call) => {
      submit(call.world, applicantOf(call));
      return ok();
    },
  },
  {
    method: 'POST',
    path: new RegExp(`^/resources/applicants/${one}/status/testCompleted$`),
    operation: 'applicants.simulate',
    run: simulateReview,
  },
  {
    method: 'POST',
    path: new RegExp(`^/resources/applicants/${one}/reset$`),
    operation: 'applicants.reset',
    run: (call) => {
      reset(call.world, applicantOf(call));
      return ok();
    },
  },
  {
    method: 'POST',
    path: new RegExp(`^/resources/applicants/${one}/moveToLevel$`),
    operation: 'applicants.move',
    run: moveToLevel,
  },
  { method: 'POST', path: /^\/resources\/accessTokens\/sdk$/, operation: 'tokens.create', run: accessToken },
  {
    method: 'POST',
    path: /^\/resources\/sdkIntegrations\/levels\/-\/websdkLink$/,
    operation: 'links.create',
    run: websdkLink,
  },
  { method: 'GET', path: /^\/resources\/status\/api$/, operation: 'status', run: ok },
];

export async function serveApi(world: World, request: Request, afterwards: () => Promise<void>): Promise<Response> {
  const url = new URL(request.url);
  const correlationId = `req-${world.id(32)}`;
  try {
    const body = new Uint8Array(await request.arrayBuffer());
    const client = authenticate(world, request, url.pathname + url.search, body);
    const route = routes.find((candidate) => candidate.method === request.method && candidate.path.test(url.pathname));
    if (!route) throw new SumsubFault(404, `No endpoint ${request.method} ${url.pathname}`);
    const selector = route.path.exec(url.pathname)?.[1] ?? '';
    const fault = world.runtime.faults.take(route.operation, wireFaults);
    const work = async () => {
      const response = await answered(
        async () => route.run({ world, client, url, body, request, selector }),
        correlationId,
      );
      world.runtime.books.flush();
      await afterwards();
      return response;
    };
    return await underFault(fault, world.runtime.sleep, work, (status) =>
      faultReply(status, status === 429 ? 'Too many requests' : 'Internal error', correlationId),
    );
  } catch (error) {
    if (error instanceof SumsubFault) return refusal(error, correlationId);
    throw error;
  }
}

async function answered(run: () => Promise<Response>, correlationId: string): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SumsubFault) return refusal(error, correlationId);
    throw error;
  }
}

const refusal = (fault: SumsubFault, correlationId: string): Response =>
  faultReply(
    fault.status,
    fault.description,
    correlationId,
    fault.errorCode ? { errorCode: fault.errorCode, errorName: fault.errorName } : {},
  );
