'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import type { ClientDetail, RevealField } from '@/server/modules/clients/contract';

type Field = (typeof RevealField.shape.field.options)[number];

/** Masked until somebody says why he needs it: a look at personal data is an act of its own in the audit log. */
export function Contact({ client }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog } = useAct();
  const [shown, setShown] = useState<Partial<Record<Field, string>>>({});
  const isFree = may('clients.field.reveal');
  // Whoever serves callers shows what is masked only to a caller who was checked; the verb says so when he was not.
  const mayReveal = isFree || may('support.caller.reveal');
  const fields: readonly (readonly [Field, string | null])[] = [
    ['email', client.email],
    ['phone', client.phone],
    ['bornOn', client.bornOn],
    ['address', client.address],
  ];
  return (
    <Section title={t('contact')}>
      <dl className="divide-y">
        {fields.map(([field, masked]) => (
          <div key={field} className="flex min-h-10 items-center gap-3 px-4 py-1.5">
            <dt className="w-24 shrink-0 text-muted-foreground text-xs">{t(`fields.${field}`)}</dt>
            <dd className="min-w-0 flex-1 truncate">
              <bdi>{shown[field] ?? masked ?? '—'}</bdi>
            </dd>
            {masked && !shown[field] && mayReveal ? (
              <dd>
                <Confirm
                  trigger={
                    <Button variant="ghost" size="sm" aria-label={`${t('reveal')}: ${t(`fields.${field}`)}`}>
                      {t('reveal')}
                    </Button>
                  }
                  title={t('revealTitle', { field: t(`fields.${field}`) })}
                  consequence={t('revealBody')}
                  confirmLabel={t('reveal')}
                  tone="primary"
                  reason="required"
                  onConfirm={(reason) =>
                    inDialog(async () => {
                      const input = { clientId: client.id, field, reason };
                      const { value } = await (isFree
                        ? api.clients.reveal.mutate(input)
                        : api.support.caller.reveal.mutate(input));
                      setShown((known) => ({ ...known, [field]: value ?? '—' }));
                    })
                  }
                />
              </dd>
            ) : null}
          </div>
        ))}
      </dl>
    </Section>
  );
}
