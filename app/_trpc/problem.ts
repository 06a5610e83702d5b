'use client';

import { TRPCClientError } from '@trpc/client';
import type { FormProblem } from '@/app/_ui/form/form';
import { refusalOf } from './refusal';

/** A refused call in the words a form understands; what is no refusal is told with the reference to ask about. */
export function problemOf(error: unknown): FormProblem {
  const refusal = refusalOf(error);
  const data =
    error instanceof TRPCClientError ? (error.data as { reference?: string | null } | null | undefined) : null; // our error formatter
  const reference = data?.reference ? { reference: data.reference } : {};
  if (!refusal) return { reason: data ? 'internal' : 'unreachable', ...reference };
  const first = refusal.detail.issues?.[0];
  const field = refusal.detail.field ?? first?.field;
  return {
    reason: refusal.reason === 'input_invalid' ? 'invalid_input' : refusal.reason,
    ...(field ? { field } : {}),
    ...(refusal.detail.params ? { params: refusal.detail.params } : {}),
  };
}

/** Runs a call of a form: nothing when done, the problem when refused. */
export async function attempt(run: () => Promise<unknown>): Promise<FormProblem | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}
