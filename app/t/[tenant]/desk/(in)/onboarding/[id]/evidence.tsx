'use client';

import { parseAsArrayOf, parseAsStringEnum, useQueryState } from 'nuqs';
import { evidenceKinds } from '@/server/modules/onboarding/contract';

export type Evidence = (typeof evidenceKinds)[number];
const parser = parseAsArrayOf(parseAsStringEnum<Evidence>([...evidenceKinds])).withDefault([]);

/** What the reviewer has seen with his own eyes, in the address: the outlook counts it in before he approves. */
export function useEvidence(): [readonly Evidence[], (next: readonly Evidence[]) => void] {
  const [evidence, setEvidence] = useQueryState('seen', parser);
  return [evidence, (next) => void setEvidence(next.length > 0 ? [...next] : null)];
}
