'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { attempt } from '@/app/_trpc/problem';
import type { FormProblem } from '@/app/_ui/form/form';
import { toast } from '@/app/_ui/toaster';

type Run = () => Promise<unknown>;

/** What every button and form does after its call: lists read anew, a word that it is done, or why not. */
export function useAct() {
  const queries = useQueryClient();
  const refusal = useRefusalText();
  const inForm = useCallback(
    async (run: Run, done?: string): Promise<FormProblem | undefined> => {
      const problem = await attempt(run);
      // Parked for a second person is no refusal: the request stands.
      const isParked = problem?.reason === 'waiting_for_approval';
      if (problem && !isParked) return problem;
      await queries.invalidateQueries();
      if (isParked) toast.info(refusal('waiting_for_approval'));
      else if (done) toast.success(done);
      return undefined;
    },
    [queries, refusal],
  );
  /** For confirmations: the sentence of the refusal stays in the dialog. */
  const inDialog = useCallback(
    async (run: Run, done?: string): Promise<string | undefined> => {
      const problem = await inForm(run, done);
      return problem && refusal(problem.reason, problem.params);
    },
    [inForm, refusal],
  );
  /** For a button alone: the refusal is a toast. */
  const atOnce = useCallback(
    async (run: Run, done?: string): Promise<void> => {
      const refused = await inDialog(run, done);
      if (refused) toast.error(refused);
    },
    [inDialog],
  );
  return { inForm, inDialog, atOnce };
}
