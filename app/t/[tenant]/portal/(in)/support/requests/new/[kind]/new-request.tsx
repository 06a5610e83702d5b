'use client';

import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { attachmentTypes, sendWithFiles } from '@/app/_domain/attachments';
import { inWords } from '@/app/_domain/labels';
import { RequestFields } from '@/app/_domain/request-fields';
import { blank, paperOf, schemaOf, wantedFrom } from '@/app/_domain/request-form';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { FileDrop } from '@/app/_ui/file-drop';
import { Field } from '@/app/_ui/form/field';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Money } from '@/app/_ui/money';
import { Card, CardBody } from '@/app/_ui/panel';
import { fromDecimalString } from '@/server/kernel/money';
import { documentBytesMax } from '@/server/modules/documents/contract';
import type { RequestKind } from '@/server/modules/support/request-contract';
import { FailedCard, LoadingCard, PortalPage } from '../../../../portal-page';
import { usePlace } from '../../../../portal-place';

/** First what stands in the way and what it will mean, then the form; nothing is asked that would be refused anyway. */
export function NewRequest({ kind }: { kind: RequestKind }) {
  const t = useTranslations('portal.requests');
  const trpc = useTRPC();
  const outlook = useQuery(trpc.support.requests.outlook.queryOptions({ kind }));
  return (
    <PortalPage
      title={t(`kind.${kind}`)}
      lead={t(`about.${kind}`)}
      back={{ path: '/support/requests', label: t('title') }}
    >
      {outlook.error ? <FailedCard error={outlook.error} retry={() => void outlook.refetch()} /> : null}
      {!outlook.data && !outlook.error ? <LoadingCard /> : null}
      {outlook.data ? (
        <Card className="max-w-170">
          <CardBody className="flex flex-col gap-4">
            {outlook.data.isOpen ? (
              <p>{t('openAlready')}</p>
            ) : outlook.data.blockedBy.length > 0 ? (
              <Blocked names={outlook.data.blockedBy} facts={outlook.data.checks} />
            ) : (
              <>
                {outlook.data.holdDays > 0 ? <p>{t('holdAhead', { days: outlook.data.holdDays })}</p> : null}
                <Asking kind={kind} />
              </>
            )}
          </CardBody>
        </Card>
      ) : null}
    </PortalPage>
  );
}

const said = [
  'no_money',
  'no_positions',
  'no_withdrawals',
  'second_factor_on',
  'not_confirmed',
  'may_sign_in',
  'differs_from_now',
] as const;
type Check = { name: string; facts: Record<string, unknown> };

function Blocked({ names, facts }: { names: readonly string[]; facts: readonly Check[] }) {
  const t = useTranslations('portal.requests');
  const say = (name: string) => {
    const known = said.find((one) => one === name);
    return known ? t(`blocked.${known}`) : inWords(name);
  };
  const saw = (name: string) =>
    Object.values(facts.find((check) => check.name === name)?.facts ?? {}).filter((value) => value !== 0);
  return (
    <>
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert size={18} className="shrink-0 text-warning" aria-hidden /> {t('notYet')}
      </p>
      <ul className="list-disc ps-6">
        {names.map((name) => (
          <li key={name}>
            {say(name)} <Saw values={saw(name)} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Money as everywhere else: with its currency, grouped, never rounded. */
function Saw({ values }: { values: readonly unknown[] }) {
  return values.map((value) => {
    const [, amount, asset] = /^(-?[\d.]+) ([A-Z0-9]+)$/.exec(String(value)) ?? [];
    return (
      <bdi key={String(value)} className="me-2">
        {amount && asset ? <Money value={fromDecimalString(amount, asset)} /> : String(value)}
      </bdi>
    );
  });
}

function Asking({ kind }: { kind: RequestKind }) {
  const t = useTranslations('portal.requests');
  const api = useTRPCClient();
  const router = useRouter();
  const { base, tenant, clientId } = usePlace();
  const [files, setFiles] = useState<File[]>([]);
  const schema = useMemo(() => schemaOf(kind), [kind]);
  const form = useZodForm(schema, { defaultValues: blank });
  const paper = paperOf[kind];
  return (
    <Form
      form={form}
      onSubmit={(entry) =>
        sendWithFiles(
          files,
          { tenant, surface: 'portal', clientId },
          async (documentIds) => {
            const { id } = await api.support.requests.open.mutate({ ...wantedFrom(kind, entry), documentIds });
            router.push(`${base}/support/requests/${id}`);
          },
          paper,
        )
      }
    >
      <FormAlert />
      <RequestFields
        kind={kind}
        control={form.control}
        words={{ field: (name) => t(`field.${name}`), right: (name) => t(`right.${name}`), choose: t('choose') }}
      />
      {paper ? (
        <Field label={t(`paper.${kind as 'change_name'}`)}>
          {(a11y) => (
            <FileDrop
              {...a11y}
              types={attachmentTypes}
              maxBytes={documentBytesMax}
              maxFiles={3}
              value={files}
              onChange={setFiles}
            />
          )}
        </Field>
      ) : null}
      <SubmitButton>{t('send')}</SubmitButton>
    </Form>
  );
}
