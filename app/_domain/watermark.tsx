'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/app/_trpc/client';

const lines = Array.from({ length: 12 }, (_, at) => at);

/** The reader's name across a page that shows what is masked, where the tenant wants it: a photograph says whose screen it was. */
export function Watermark() {
  const trpc = useTRPC();
  const { data: rules } = useQuery(trpc.disclosures.rule.read.queryOptions({}));
  const { data: me } = useQuery(trpc.identity.me.get.queryOptions({}));
  if (!rules?.watermark || !me) return null;
  return (
    <div aria-hidden className="pointer-events-none fixed inset-0 z-40 flex flex-col justify-around overflow-hidden">
      {lines.map((line) => (
        <span key={line} className="-rotate-12 whitespace-nowrap text-foreground/5 text-xl">
          {`${me.name} · ${me.email ?? me.userId} · `.repeat(8)}
        </span>
      ))}
    </div>
  );
}
