'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { RequestFields } from '@/app/_domain/request-fields';
import { blank, schemaOf, wantedFrom } from '@/app/_domain/request-form';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Field } from '@/app/_ui/form/field';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Select } from '@/app/_ui/select';
import type { Id } from '@/server/kernel/ids';
import { type RequestKind, requestKinds } from '@/server/modules/support/request-contract';

/** A request for the person at the telephone; the paper that proves it comes by the portal or is sent in later. */
export function AskForCaller({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('support.requests');
  const words = useTranslations('support.caller');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [kind, setKind] = useState<RequestKind>('unlock');
  const schema = useMemo(() => schemaOf(kind), [kind]);
  const form = useZodForm(schema, { defaultValues: blank });
  return (
    <FormDialog
      trigger={
        <Button size="sm" className="self-start">
          {words('ask')}
        </Button>
      }
      title={words('askTitle')}
      submit={words('askSubmit')}
      form={form}
      onSubmit={(entry) =>
        inForm(
          () => api.support.requests.open.mutate({ ...wantedFrom(kind, entry), clientId, documentIds: [] }),
          words('asked'),
        )
      }
    >
      <Field label={t('kindOf')}>
        {(a11y) => (
          <Select
            {...a11y}
            value={kind}
            onValueChange={(value) => setKind(requestKinds.find((one) => one === value) ?? 'unlock')}
            options={requestKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
        )}
      </Field>
      <RequestFields
        kind={kind}
        control={form.control}
        words={{ field: (name) => t(`field.${name}`), right: (name) => t(`rightName.${name}`), choose: t('choose') }}
      />
    </FormDialog>
  );
}
