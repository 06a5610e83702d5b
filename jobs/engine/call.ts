import canonicalize from 'canonicalize';
import { failure, type Outcome, readAnswer, unwrapStream } from './answer';
import { attemptsMaxOf } from './config';
import type { RegisteredFunction } from './registry';
import { sign } from './signature';
import type { RunState } from './state';
import type { Core, Job, Run } from './types';

const stepsMax = 1_000;
const stateMaxBytes = 32 * 1024 * 1024;
/** A job whose process died this often under it counts as a failed attempt: else one bad step could kill workers for ever. */
const lostMax = 3;

export interface Call {
  job: Job;
  run: Run;
  fn: RegisteredFunction;
  attemptsMax: number;
}

export async function callFunction(core: Core, call: Call, state: RunState, signal: AbortSignal): Promise<Outcome> {
  if (call.job.lost > lostMax) return failure('worker_lost', 'the process died while it ran this step');
  if (state.steps.length >= stepsMax) return failure('too_many_steps', `a run may have ${stepsMax} steps`, 'never');
  const body = canonicalize(requestBody(core, call, state)) ?? '';
  if (body.length > stateMaxBytes)
    return failure('state_too_large', 'events and step results of a run may take 32 MB', 'never');
  const url = new URL(call.fn.config.steps.step.runtime.url);
  url.searchParams.set('stepId', call.job.stepId ?? 'step');
  try {
    const response = await core.fetch(url.href, {
      method: 'POST',
      headers: requestHeaders(core, call, body),
      body,
      signal,
    });
    const text = await response.text();
    const answer = unwrapStream({ status: response.status, header: (name) => response.headers.get(name), text });
    if (answer.status === 401)
      core.log('error', 'the app refused our signature: do both hold the same signing key?', { url: url.href });
    return readAnswer(answer, core.clock.now());
  } catch (error) {
    return failure('unreachable', `${url.origin}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const attemptsMaxFor = (fn: RegisteredFunction): number => attemptsMaxOf(fn.config);

function requestBody(core: Core, { job, run, attemptsMax }: Call, state: RunState) {
  const stack = state.steps.map((step) => step.id);
  const bodies = state.events.map((event) => ({ user: {}, ...event.body }));
  return {
    version: -1,
    use_api: false,
    event: bodies[0],
    events: bodies,
    defers: {},
    steps: Object.fromEntries(state.steps.map((step) => [step.id, step.memo])),
    ctx: {
      run_id: run.id,
      // The SDK checkpoints when it is told a function id; the claim lets us refuse a checkpoint of a call we gave up.
      ...(core.checkpointing ? { fn_id: run.fn, qi_id: job.claim } : {}),
      attempt: job.attempt,
      max_attempts: attemptsMax,
      disable_immediate_execution: state.isParallel,
      use_api: false,
      env: '',
      step_id: job.stepId ?? 'step',
      stack: { stack, current: stack.length },
    },
  };
}

function requestHeaders(core: Core, { run }: Call, body: string): Record<string, string> {
  // The SDK compares with the wall clock, whatever the engine's clock says.
  const unixSeconds = Math.floor(Date.now() / 1000);
  return {
    'content-type': 'application/json',
    'x-run-id': run.id,
    'x-inngest-req-version': '-1',
    'x-inngest-server-kind': 'cloud',
    'x-inngest-signature': sign(body, core.keys.signing, unixSeconds),
  };
}
