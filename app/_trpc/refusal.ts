import { TRPCClientError } from '@trpc/client';
import type { RefusalData } from '@/server/transports/trpc/init';

/** The typed refusal inside an error of a call, or null when something broke. */
export function refusalOf(error: unknown): RefusalData | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data = error.data as { refusal?: RefusalData | null } | null | undefined; // written by our error formatter
  return data?.refusal ?? null;
}
