import { attemptsMaxFor } from './call';
import { retryDelayMs } from './durations';
import { isRecord } from './expressions';
import { enqueue } from './queue';
import { lockRun, takeRun } from './runs';
import type { CallInit, Core, Job, Json, Memo } from './types';

/** `step.fetch` and `step.ai.infer`: the engine makes the request, so that no function waits for it. */
export async function executeGateway(
  core: Core,
  job: Job,
  signal: AbortSignal,
  complete: (memo: Memo) => Promise<void>,
): Promise<void> {
  const opts = isRecord(job.body) && isRecord(job.body.opts) ? job.body.opts : {};
  const isModel = 'format' in opts;
  try {
    const response = await core.fetch(String(opts.url), { ...requestOf(opts, isModel), signal });
    const text = await response.text();
    if (isModel && !response.ok) throw new Error(`HTTP ${response.status}: ${text.slice(0, 500)}`);
    const headers = Object.fromEntries(response.headers);
    await complete({ data: isModel ? JSON.parse(text) : { status_code: response.status, headers, body: text } });
  } catch (error) {
    if (signal.aborted) return;
    const reason = { name: 'GatewayError', message: error instanceof Error ? error.message : String(error) };
    if (!(await tryAgain(core, job))) await complete({ error: reason });
  }
}

async function tryAgain(core: Core, job: Job): Promise<boolean> {
  return core.db.tx(async (tx) => {
    const locked = await lockRun(tx, job.runId ?? '');
    const fn = locked && core.registry.get(locked.fn);
    if (!fn || job.attempt + 1 >= attemptsMaxFor(fn)) return false;
    const run = await takeRun(tx, job);
    if (!run) return true;
    const due = new Date(core.clock.now().getTime() + retryDelayMs(job.attempt, core.rng.next()));
    await enqueue(tx, [
      { kind: 'gateway', runId: run.id, stepId: job.stepId ?? '', attempt: job.attempt + 1, due, body: job.body },
    ]);
    return true;
  });
}

function requestOf(opts: Record<string, Json>, isModel: boolean): CallInit {
  const given = isRecord(opts.headers) ? opts.headers : {};
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const body = typeof opts.body === 'string' ? opts.body : opts.body ? JSON.stringify(opts.body) : undefined;
  if (isModel) Object.assign(headers, { 'content-type': 'application/json', ...modelKey(opts) });
  return { method: isModel ? 'POST' : String(opts.method ?? 'GET'), headers, ...(body === undefined ? {} : { body }) };
}

function modelKey({ format, auth_key: key }: Record<string, Json>): Record<string, string> {
  if (typeof key !== 'string') return {};
  return format === 'anthropic' ? { 'x-api-key': key } : { authorization: `Bearer ${key}` };
}
