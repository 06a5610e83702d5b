'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { cn } from '@/app/_ui/cn';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Card, CardBody, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { passkeyProblem, registerPasskey } from './passkey';

const Name = z.object({ name: z.string().trim().min(1).max(60) });

/** Keys of this person's devices: the browser asks for a finger or a face, and no password is typed. */
export function PasskeysCard() {
  const t = useTranslations('common.security');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const [isDone, setDone] = useState(false);
  const keys = useQuery(trpc.identity.passkey.list.queryOptions({}));
  const form = useZodForm(Name, { defaultValues: { name: '' } });
  const rows = keys.data?.rows ?? [];
  return (
    <Card>
      <CardHeader title={t('passkeys')} />
      {keys.isPending ? <SkeletonRows rows={1} /> : null}
      {rows.map(({ id, name, createdAt, lastUsedAt }, index) => (
        <ListRow
          key={id}
          className={cn('sm:px-6', index === 0 && 'border-t')}
          title={<bdi>{name}</bdi>}
          note={
            <>
              {lastUsedAt ? t('lastUsed') : t('added')} <RelativeTime at={lastUsedAt ?? createdAt} />
            </>
          }
          value={
            <Confirm
              trigger={
                <Button variant="ghost" aria-label={t('removeKey', { name })}>
                  {t('remove')}
                </Button>
              }
              title={t('removeKeyTitle', { name })}
              consequence={t('removeKeyBody')}
              confirmLabel={t('remove')}
              onConfirm={async () => {
                const problem = await attempt(() => api.identity.passkey.remove.mutate({ passkeyId: id }));
                await keys.refetch();
                return problem ? refusal(problem.reason, problem.params) : undefined;
              }}
            />
          }
        />
      ))}
      <CardBody className="flex flex-col items-start gap-3 border-t">
        <p className="text-muted-foreground">{rows.length === 0 ? t('passkeysNone') : t('passkeysSome')}</p>
        <FormDialog
          trigger={<Button>{t('addKey')}</Button>}
          title={t('addKey')}
          description={t('addKeyLead')}
          submit={t('continue')}
          size="sm"
          form={form}
          onSubmit={async ({ name }) => {
            try {
              await registerPasskey(api, name);
              await keys.refetch();
              setDone(true);
              return undefined;
            } catch (error) {
              return passkeyProblem(error);
            }
          }}
        >
          <FormInput control={form.control} name="name" label={t('keyName')} hint={t('keyNameHint')} />
        </FormDialog>
        <p role="status" className="text-sm empty:hidden">
          {isDone ? t('keyAdded') : null}
        </p>
      </CardBody>
    </Card>
  );
}
