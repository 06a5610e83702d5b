// A mail server's pipe for what comes back (DSN, feedback reports): reads one message from standard input, signs it and hands it
// to the product. Postfix: `bounces unix - n n - - pipe user=nobody argv=/usr/bin/env node .../inbound-mail.mjs`.
// Leaves with 75 (EX_TEMPFAIL) when the product does not answer, so that the message stays in the queue.
import { createHmac } from 'node:crypto';

const { MAIL_INBOUND_URL: url, MAIL_INBOUND_SECRET: secret } = process.env;
if (!url || !secret) {
  console.error('MAIL_INBOUND_URL and MAIL_INBOUND_SECRET must be set');
  process.exit(78);
}
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const body = Buffer.concat(chunks);
const seconds = Math.floor((performance.timeOrigin + performance.now()) / 1000);
const signature = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
try {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822', 'x-signature': `t=${seconds},v1=${signature}` },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  // Too large or refused for good: waiting mends nothing, and a bounce of a bounce must not exist (RFC 5321 6.1).
  process.exit(answer.ok || answer.status === 413 ? 0 : 75);
} catch (error) {
  console.error(String(error));
  process.exit(75);
}
