'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Field } from '@/app/_ui/form/field';
import { Select } from '@/app/_ui/select';
import type { Id } from '@/server/kernel/ids';
import type { KeptDocument, MyApplication } from '@/server/modules/onboarding/contract';
import { usePlace } from '../portal-place';
import { type Flow, isTwoSided } from './flow-form';
import { PaperRow, PaperSlot, type Side } from './paper-slot';

type Need = Pick<Flow['documents'][number], 'key' | 'label' | 'help' | 'anyOf' | 'required'>;
type Props = { flow: Flow; mine: MyApplication & { id: Id<'application'> }; onBack: () => void; onNext: () => void };

/** What reviewers ask for beyond the flow, and which papers answer it. */
const extraKinds: Readonly<Record<string, string[]>> = {
  source_of_funds: ['source_of_funds', 'bank_statement'],
  source_of_wealth: ['source_of_wealth', 'bank_statement'],
};

/** The papers of the application, each under what it is needed for. */
export function Papers({ flow, mine, onBack, onNext }: Props) {
  const t = useTranslations('portal.verify');
  const extra = mine.asks.flatMap(({ code, text }): Need[] => {
    const anyOf = extraKinds[code];
    return anyOf
      ? [{ key: code, label: t(`papers.kind.${anyOf[0] as 'passport'}`), help: text, anyOf, required: true }]
      : [];
  });
  const needs = [...flow.documents, ...extra];
  const isComplete = needs.every(
    ({ required, anyOf }) => !required || mine.documents.some(({ kind }) => anyOf.includes(kind)),
  );
  return (
    <div className="flex flex-col gap-6">
      {needs.map((need) => (
        <NeedCard key={need.key} need={need} mine={mine} />
      ))}
      <div className="flex gap-2 max-sm:flex-col-reverse">
        <Button onClick={onBack}>{t('back')}</Button>
        <Button variant="primary" onClick={onNext} disabled={!isComplete}>
          {t('continue')}
        </Button>
      </div>
    </div>
  );
}

function NeedCard({ need, mine }: { need: Need; mine: Props['mine'] }) {
  const t = useTranslations('portal.verify.papers');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { clientId } = usePlace();
  const names = useQuery(trpc.documents.list.queryOptions({ clientId }));
  const here = mine.documents.filter(({ kind }) => need.anyOf.includes(kind));
  const fresh = here.filter(({ sentAt }) => sentAt === null);
  const [kind, setKind] = useState<string>(here[0]?.kind ?? need.anyOf[0] ?? 'other');
  const refresh = async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: trpc.onboarding.mine.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.documents.pathKey() }),
    ]);
  };
  const sides: Side[] = isTwoSided(kind) ? ['front', 'back'] : [null];
  const open = sides.filter((side) => !fresh.some((one) => one.kind === kind && one.side === side));
  return (
    <section className="flex flex-col gap-3">
      <div>
        <h3 className="text-base">{need.label}</h3>
        {need.help ? <p className="text-muted-foreground text-sm">{need.help}</p> : null}
      </div>
      {here.map((one) => (
        <Kept
          key={one.documentId}
          one={one}
          applicationId={mine.id}
          name={names.data?.find(({ id }) => id === one.documentId)?.fileName ?? ''}
          onGone={refresh}
        />
      ))}
      {need.anyOf.length > 1 && open.length > 0 ? (
        <Field label={t('which')}>
          {(a11y) => (
            <Select
              {...a11y}
              value={kind}
              onValueChange={setKind}
              options={need.anyOf.map((value) => ({ value, label: t(`kind.${value as 'passport'}`) }))}
            />
          )}
        </Field>
      ) : null}
      {open.map((side) => (
        <PaperSlot
          key={`${kind} ${side}`}
          applicationId={mine.id}
          label={
            side ? t('side', { kind: t(`kind.${kind as 'passport'}`), side: t(side) }) : t(`kind.${kind as 'passport'}`)
          }
          kind={kind}
          side={side}
          onSent={refresh}
        />
      ))}
    </section>
  );
}

type KeptProps = { one: KeptDocument; applicationId: Id<'application'>; name: string; onGone: () => Promise<void> };

function Kept({ one, applicationId, name, onGone }: KeptProps) {
  const t = useTranslations('portal.verify.papers');
  const api = useTRPCClient();
  const { documentId, side } = one;
  const kind = t(`kind.${one.kind as 'passport'}`);
  const remove = () =>
    attempt(async () => {
      await api.onboarding.applications.detachDocument.mutate({ id: applicationId, documentId });
      await onGone();
    });
  return (
    <PaperRow
      id={documentId}
      title={side ? t('side', { kind, side: t(side) }) : kind}
      note={one.sentAt ? t('sentBefore') : t('received')}
      name={name}
      onRemove={one.sentAt ? null : remove}
    />
  );
}
