import { isOp, type Op } from './answer';
import type { ApiAnswer } from './api';
import { isRecord } from './expressions';
import { toStep } from './operations';
import { storeResults } from './steps';
import type { Core } from './types';

/**
 * Steps of a call under way, stored one by one while the SDK goes on to the next. `qi_id` is the claim of its job: a call that was
 * given up or taken over is told 409, and stops.
 */
export async function checkpoint(core: Core, runId: string, body: unknown): Promise<ApiAnswer> {
  const steps = isRecord(body) && Array.isArray(body.steps) ? body.steps : [];
  if (!isRecord(body) || !steps.every(isStepRun))
    return { status: 400, body: { status: 400, error: 'only finished steps can be checkpointed' } };
  const claim = String(body.qi_id);
  const results = steps.map((op) => ({ step: toStep(op), memo: { data: op.data ?? null } }));
  const stored = await storeResults(core, core.db, runId, results, claim);
  // Nothing stored: either the reply to the first try was lost, or the call is no longer the one that counts.
  const isCurrent = stored.length > 0 || (await isHeld(core, runId, claim));
  return isCurrent ? { status: 200, body: {} } : { status: 409, body: { status: 409, error: 'stale dispatch' } };
}

async function isHeld(core: Core, runId: string, claim: string): Promise<boolean> {
  const { rowCount } = await core.db.query('select from engine.jobs where run_id = $1 and claim = $2', [runId, claim]);
  return rowCount === 1;
}

const isStepRun = (op: unknown): op is Op => isOp(op) && (op.op === 'StepRun' || op.op === 'Step');
