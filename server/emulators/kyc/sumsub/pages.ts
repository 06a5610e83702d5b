import { addDocument, byExternalId, createApplicant } from './applicants';
import { SumsubFault } from './errors';
import { missingSteps, submit } from './review';
import type { Applicant, Client, Link, World } from './world';

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>
body{font:16px/1.5 system-ui,sans-serif;background:#f4f6fa;color:#15233b;margin:0;display:grid;place-items:center;min-height:100vh}
main{background:#fff;padding:2rem;border-radius:12px;box-shadow:0 2px 12px #0002;width:min(30rem,calc(100vw - 3rem))}h1{font-size:1.2rem;margin-top:0}
label{display:block;margin:.8rem 0 .2rem}select,input{width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #7c8aa0;border-radius:6px;font:inherit;background:#fff}
button{margin-top:1.2rem;width:100%;padding:.7rem;border:0;border-radius:6px;background:#0b6b57;color:#fff;font:inherit;cursor:pointer}
.error{background:#fde8e8;color:#8a1c1c;padding:.6rem;border-radius:6px}.note{color:#4f566b;font-size:.8rem}
</style></head><body><main>${body}</main></body></html>`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}

const samples: ReadonlyArray<readonly [string, string]> = [
  ['GREEN', 'A sharp, genuine document'],
  ['BLURRY', 'A blurred photo (asked again)'],
  ['EXPIRED', 'An expired document (asked again)'],
  ['FORGED', 'A forged document (final refusal)'],
  ['HOLD', 'A case for the compliance officer (on hold)'],
  ['SLOW', 'A review that takes its time'],
];

/** A file of a real kind whose words steer the review. */
export const sampleFile = (word: string, salt: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`%PDF-1.4\n% SUMSUB:${word}\n% ${salt}\n%%EOF\n`);

function form(applicant: Applicant, steps: readonly string[], error: string | null): Response {
  const rejected = applicant.reviewResult?.moderationComment;
  const fields = steps
    .map(
      (
        step,
        index,
      ) => `<label for="file${index}">${escapeHtml(step.split('|').join(' or '))}</label><input type="file" id="file${index}" name="file${index}">
<label for="sample${index}">… or take a sample</label><select id="sample${index}" name="sample${index}">${samples.map(([word, label]) => `<option value="${word}">${escapeHtml(label)}</option>`).join('')}</select>`,
    )
    .join('');
  return page(
    'Verify your identity',
    `<h1>Verify your identity</h1>${rejected ? `<p class="error">${escapeHtml(rejected)}</p>` : ''}${error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : ''}
<form method="post" enctype="multipart/form-data"><label for="country">Issuing country (three letters)</label><input id="country" name="country" value="${escapeHtml(applicant.fixedInfo.country ?? 'CYP')}" maxlength="3">${fields}
<button type="submit">Submit for review</button></form><p class="note">Test mode: nobody looks at what you upload.</p>`,
  );
}

const done = (applicant: Applicant, link: Link): Response => {
  const back = applicant.reviewResult?.reviewAnswer === 'RED' ? link.rejectUrl : link.successUrl;
  const answer =
    applicant.reviewStatus === 'completed'
      ? applicant.reviewResult?.reviewAnswer === 'GREEN'
        ? 'You are verified.'
        : 'We could not verify you.'
      : 'Your documents are being reviewed.';
  return page(
    'Thank you',
    `<h1>Thank you</h1><p>${answer}</p>${back ? `<p><a href="${escapeHtml(back)}">Continue</a></p>` : ''}`,
  );
};

/** The hosted flow a client follows; null when the address is none of it. */
export async function servePage(world: World, request: Request, path: string): Promise<Response | null> {
  const id = /^\/websdk\/p\/([a-z0-9_]+)$/.exec(path)?.[1];
  if (!id) return null;
  const link = world.links.get(id);
  const client = link ? world.clients.get(link.client) : undefined;
  if (!link || !client || link.expiresAt < world.now())
    return page('Link expired', '<h1>This link has expired</h1>', 410);
  const applicant =
    byExternalId(world, client, link.userId) ??
    createApplicant(world, client, link.levelName, { externalUserId: link.userId });
  const rejectedForNow = applicant.reviewResult?.reviewRejectType === 'RETRY';
  if (applicant.reviewStatus !== 'init' && !(applicant.reviewStatus === 'completed' && rejectedForNow))
    return done(applicant, link);
  if (request.method !== 'POST') return form(applicant, missingSteps(world, applicant), null);
  return receive(world, client, link, applicant, await request.formData());
}

async function receive(
  world: World,
  client: Client,
  link: Link,
  before: Applicant,
  fields: FormData,
): Promise<Response> {
  const current = () => byExternalId(world, client, link.userId) ?? before;
  const country = String(fields.get('country') ?? '').toUpperCase();
  try {
    for (const [index, step] of missingSteps(world, before).entries()) {
      const file = fields.get(`file${index}`);
      const own = file instanceof Blob && file.size > 0;
      const bytes = own
        ? new Uint8Array(await file.arrayBuffer())
        : sampleFile(String(fields.get(`sample${index}`) ?? 'GREEN'), world.id());
      addDocument(world, current(), { idDocType: step.split('|')[0], country }, bytes);
    }
    return done(submit(world, current()), link);
  } catch (error) {
    if (error instanceof SumsubFault) return form(current(), missingSteps(world, current()), error.description);
    throw error;
  }
}
