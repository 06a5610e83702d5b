'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { attachmentTypes } from '@/app/_domain/attachments';
import { paperOf } from '@/app/_domain/request-form';
import { sendFile } from '@/app/_domain/send-file';
import { useAct } from '@/app/_domain/use-act';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { downloadText } from '@/app/_ui/download';
import { FileDrop } from '@/app/_ui/file-drop';
import { Field } from '@/app/_ui/form/field';
import { Card, CardBody, CardHeader, ListRow } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { toast } from '@/app/_ui/toaster';
import type { Id } from '@/server/kernel/ids';
import { documentBytesMax } from '@/server/modules/documents/contract';
import type { RequestDetail } from '@/server/modules/support/request-contract';
import { FailedCard, LoadingCard, PortalPage } from '../../../portal-page';
import { usePlace } from '../../../portal-place';
import { tones } from '../requests';

/** One request: how it stands, whose turn it is and until when, and what he can still do. */
export function Request({ id }: { id: Id<'request'> }) {
  const t = useTranslations('portal.requests');
  const trpc = useTRPC();
  const request = useQuery(trpc.support.requests.read.queryOptions({ id }));
  const back = { path: '/support/requests', label: t('title') };
  if (request.error)
    return (
      <PortalPage title={t('title')} back={back}>
        <FailedCard error={request.error} retry={() => void request.refetch()} />
      </PortalPage>
    );
  if (!request.data)
    return (
      <PortalPage title={t('title')} back={back}>
        <LoadingCard />
      </PortalPage>
    );
  const row = request.data;
  return (
    <PortalPage title={t(`kind.${row.kind}`)} back={back}>
      <div className="flex max-w-170 flex-col gap-4">
        <Stand row={row} />
        {row.state === 'open' ? <Missing row={row} /> : null}
        {row.right === 'access' && row.state === 'done' ? <Copy id={id} /> : null}
        <Wanted row={row} />
        {row.state === 'open' ? <TakeBack id={id} /> : null}
      </div>
    </PortalPage>
  );
}

function Stand({ row }: { row: RequestDetail }) {
  const t = useTranslations('portal.requests');
  return (
    <Card>
      <CardBody className="flex flex-col items-start gap-2">
        <Badge tone={tones[row.state]}>{t(`state.${row.state}`)}</Badge>
        <p>
          {row.state === 'open' ? (
            <>
              {t('since')} <RelativeTime at={row.openedAt} zone="entity" />. {t('until')}{' '}
              <RelativeTime at={row.dueAt} zone="entity" style="date-time" />.
            </>
          ) : (
            <>
              {t(`end.${row.state}`)} {row.decidedAt ? <RelativeTime at={row.decidedAt} zone="entity" /> : null}
            </>
          )}
        </p>
        {row.noteToClient ? <p className="whitespace-pre-wrap">{row.noteToClient}</p> : null}
        {row.extendedAt ? <p>{t('prolonged', { reason: row.extendReason ?? '' })}</p> : null}
        {row.holdUntil ? (
          <p>
            {t('hold')} <RelativeTime at={row.holdUntil} zone="entity" style="date-time" />.
          </p>
        ) : null}
      </CardBody>
    </Card>
  );
}

/** His turn: the paper that proves it, when there is none yet that somebody could look at. */
function Missing({ row }: { row: RequestDetail }) {
  const t = useTranslations('portal.requests');
  const { tenant, clientId } = usePlace();
  const refusal = useRefusalText();
  const { atOnce } = useAct();
  const [files, setFiles] = useState<File[]>([]);
  const kind = paperOf[row.kind];
  if (!kind) return null;
  const isThere = row.documents.some(({ state }) => state === 'received' || state === 'accepted');
  if (isThere) return <p className="px-1 text-muted-foreground">{t('paperThere')}</p>;
  const send = async (chosen: File[]) => {
    setFiles(chosen);
    const [file] = chosen;
    if (!file) return;
    const sent = await sendFile(file, { tenant, surface: 'portal', clientId, kind, side: null }, () => undefined);
    if ('problem' in sent) toast.error(refusal(sent.problem.reason, sent.problem.params));
    else await atOnce(async () => undefined, t('paperSent'));
  };
  return (
    <Card>
      <CardHeader title={t('yourTurn')} />
      <CardBody>
        <Field label={t(`paper.${row.kind as 'change_name'}`)}>
          {(a11y) => (
            <FileDrop
              {...a11y}
              types={attachmentTypes}
              maxBytes={documentBytesMax}
              maxFiles={1}
              value={files}
              onChange={(chosen) => void send(chosen)}
            />
          )}
        </Field>
      </CardBody>
    </Card>
  );
}

function Wanted({ row }: { row: RequestDetail }) {
  const t = useTranslations('portal.requests');
  const changes = [...row.contact, ...row.identity].filter(({ after }) => after !== null);
  if (changes.length === 0 && !row.right && !row.why) return null;
  return (
    <Card>
      <CardHeader title={t('wanted')} />
      {changes.map(({ field, before, after }) => (
        <ListRow
          key={field}
          className="border-t"
          title={t(`field.${field as 'email'}`)}
          note={before ? <bdi>{t('was', { before })}</bdi> : null}
          value={<bdi>{after}</bdi>}
        />
      ))}
      {row.right ? <ListRow className="border-t" title={t('field.right')} value={t(`right.${row.right}`)} /> : null}
      {row.why ? <ListRow className="border-t" title={t('field.why')} note={<bdi>{row.why}</bdi>} /> : null}
    </Card>
  );
}

/** Everything we hold on him, as a file that programs read as well. */
function Copy({ id }: { id: Id<'request'> }) {
  const t = useTranslations('portal.requests');
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const take = () =>
    atOnce(async () => {
      const { collectedAt, data } = await api.support.requests.collect.mutate({ id });
      const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
      const text = JSON.stringify({ collectedAt, ...data }, plain, 2);
      downloadText(`my-data-${collectedAt.toISOString().slice(0, 10)}.json`, text, 'application/json');
    }, t('copied'));
  return (
    <Card>
      <CardBody className="flex flex-col items-start gap-3">
        <p>{t('copyHint')}</p>
        <Button variant="primary" onClick={() => void take()}>
          {t('copy')}
        </Button>
      </CardBody>
    </Card>
  );
}

function TakeBack({ id }: { id: Id<'request'> }) {
  const t = useTranslations('portal.requests');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={<Button className="self-start max-[959px]:self-stretch">{t('takeBack')}</Button>}
      title={t('takeBackTitle')}
      consequence={t('takeBackBody')}
      confirmLabel={t('takeBack')}
      tone="primary"
      onConfirm={() => inDialog(() => api.support.requests.withdraw.mutate({ id }), t('takenBack'))}
    />
  );
}
