'use client';

import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { ClientDetail } from '@/server/modules/clients/contract';

/** Named holds: anybody may stop, releasing takes a second person. */
export function Holds({ client }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog } = useAct();
  return (
    <Section title={t('holdsTitle')} note={String(client.activeHolds.length)}>
      {client.activeHolds.length === 0 ? (
        <EmptyState title={t('noHolds')} />
      ) : (
        <ul className="divide-y">
          {client.activeHolds.map((hold) => (
            <li key={hold.id} className="flex flex-col gap-1 px-4 py-3">
              <div className="flex items-center gap-2">
                <Badge tone="warning">{inWords(hold.restrictedReason ?? hold.reason)}</Badge>
                {hold.amount ? <Money value={hold.amount} /> : null}
                {may('clients.hold.release') ? (
                  <span className="ms-auto">
                    <Confirm
                      trigger={
                        <Button variant="ghost" size="sm">
                          {t('releaseHold')}
                        </Button>
                      }
                      title={t('releaseHoldTitle')}
                      consequence={t('releaseHoldBody')}
                      confirmLabel={t('releaseHold')}
                      tone="primary"
                      reason="required"
                      onConfirm={(reason) =>
                        inDialog(() => api.clients.releaseHold.mutate({ id: hold.id, reason }), t('done'))
                      }
                    />
                  </span>
                ) : null}
              </div>
              <p className="text-muted-foreground text-xs">
                {hold.restrictedNote ?? hold.note} · {hold.placedBy ?? t('system')}, <RelativeTime at={hold.placedAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
