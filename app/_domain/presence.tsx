'use client';

import { useParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

const beatMs = 15_000;

/** Colleagues who have the same thing open now: two people do not decide one item at once unknowingly. */
function useOthers(objectId: string): readonly string[] {
  const { tenant } = useParams<{ tenant: string }>();
  const [others, setOthers] = useState<readonly string[]>([]);
  useEffect(() => {
    const headers = { 'content-type': 'application/json', 'x-tenant': tenant, 'x-surface': 'desk' };
    const say = async (isHere: boolean) => {
      const body = JSON.stringify({ objectId, isHere });
      const answer = await fetch('/api/presence', { method: 'POST', headers, body, keepalive: !isHere }).catch(
        () => null,
      );
      const said = answer?.ok ? ((await answer.json()) as { others: string[] }) : null; // our own server's words
      return said?.others ?? [];
    };
    let isGone = false;
    const beat = async () => {
      if (document.hidden) return;
      const names = await say(true);
      if (!isGone) setOthers(names);
    };
    void beat();
    const timer = setInterval(() => void beat(), beatMs);
    return () => {
      isGone = true;
      clearInterval(timer);
      void say(false);
    };
  }, [objectId, tenant]);
  return others;
}

export function Presence({ objectId }: { objectId: string }) {
  const t = useTranslations('desk.presence');
  const others = useOthers(objectId);
  if (others.length === 0) return null;
  return (
    <p role="status" className="flex items-center gap-2 text-warning text-xs">
      <span aria-hidden className="size-2 rounded-full bg-current" />
      {t('others', { names: others.join(', '), count: others.length })}
    </p>
  );
}
