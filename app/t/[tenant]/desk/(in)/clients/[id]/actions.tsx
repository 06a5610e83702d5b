'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { inWords } from '@/app/_domain/labels';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { type ClientDetail, PlaceHold, SetCategory, SetTier } from '@/server/modules/clients/contract';
import { EditTags } from './tags';

const Reason = z.string().trim().min(4).max(500);
const options = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));

type ChoiceProps<T extends string> = {
  trigger: string;
  title: string;
  lead: string;
  label: string;
  values: readonly { value: string; label: string }[];
  current: string;
  schema: z.ZodType<T, T>;
  run: (value: T, reason: string) => Promise<unknown>;
};

/** One of several values and why: the form of most decisions about a client. */
function Choice<T extends string>({ trigger, title, lead, label, values, current, schema, run }: ChoiceProps<T>) {
  const t = useTranslations('desk.client');
  const { inForm } = useAct();
  const form = useZodForm(z.object({ value: z.string().min(1), reason: Reason }), {
    defaultValues: { value: current, reason: '' },
  });
  return (
    <FormDialog
      trigger={<Button>{trigger}</Button>}
      title={title}
      description={lead}
      submit={title}
      size="sm"
      form={form}
      onSubmit={({ value, reason }) => inForm(() => run(schema.parse(value), reason), t('done'))}
    >
      <FormSelect control={form.control} name="value" label={label} options={values} />
      <FormTextarea control={form.control} name="reason" label={t('why')} rows={3} />
    </FormDialog>
  );
}

const Tier = SetTier.shape.tier.unwrap();
const byPolicy = 'by_policy';
const TierOrPolicy = z.enum([...Tier.options, byPolicy]);

/** What staff may decide about a client. A second person is asked where the verb says so; nothing here knows when. */
export function ClientActions({ client }: { client: ClientDetail }): ReactNode {
  const t = useTranslations('desk.client');
  const api = useTRPCClient();
  const may = useMay();
  const clientId = client.id;
  return (
    <>
      {may('clients.hold.place') ? (
        <Choice
          trigger={t('placeHold')}
          title={t('placeHold')}
          lead={t('placeHoldLead', { name: client.name })}
          label={t('holdReason')}
          values={options(PlaceHold.shape.reason.options)}
          current=""
          schema={PlaceHold.shape.reason}
          run={(reason, note) => api.clients.placeHold.mutate({ clientId, reason, note })}
        />
      ) : null}
      {may('clients.tier.override') ? (
        <Choice
          trigger={t('setTier')}
          title={t('setTier')}
          lead={t('setTierLead', { tier: client.tier, policy: client.tierByPolicy })}
          label={t('tierLabel')}
          values={[{ value: byPolicy, label: t('byPolicy') }, ...options(Tier.options)]}
          current={client.tier}
          schema={TierOrPolicy}
          run={(tier, reason) =>
            api.clients.overrideTier.mutate({ clientId, tier: tier === byPolicy ? null : tier, reason })
          }
        />
      ) : null}
      {may('clients.category.set') ? (
        <Choice
          trigger={t('setCategory')}
          title={t('setCategory')}
          lead={t('setCategoryLead')}
          label={t('category')}
          values={options(SetCategory.shape.category.options)}
          current={client.category}
          schema={SetCategory.shape.category}
          run={(category, reason) => api.clients.setCategory.mutate({ clientId, category, reason })}
        />
      ) : null}
      {may('clients.owner.assign') ? <AssignOwner client={client} /> : null}
      {may('clients.tag.set') ? <EditTags client={client} /> : null}
      {may('clients.close.suspend') ? <SuspendClose client={client} /> : null}
    </>
  );
}

function AssignOwner({ client }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const staff = useQuery({ ...trpc.clients.owners.loads.queryOptions({}), retry: false });
  const people = (staff.data?.rows ?? []).map((row) => ({ value: String(row.ownerId), label: row.name }));
  if (people.length === 0) return null;
  const known = new Map((staff.data?.rows ?? []).map((row) => [String(row.ownerId), row.ownerId]));
  return (
    <Choice
      trigger={t('assignOwner')}
      title={t('assignOwner')}
      lead={t('assignOwnerLead')}
      label={t('owner')}
      values={people}
      current={client.ownerId ?? ''}
      schema={z.string()}
      run={(owner, reason) =>
        api.clients.assignOwner.mutate({ clientId: client.id, ownerId: known.get(owner) ?? null, reason })
      }
    />
  );
}

const hours = ['4', '12', '24'] as const;

/** Closing a position is a client's right; taking it away is signed by a dealer, agreed by a second person and ends by itself. */
function SuspendClose({ client }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  const api = useTRPCClient();
  return (
    <Choice
      trigger={t('suspendClose')}
      title={t('suspendClose')}
      lead={t('suspendCloseLead')}
      label={t('suspendFor')}
      values={hours.map((value) => ({ value, label: t('hours', { count: Number(value) }) }))}
      current="4"
      schema={z.enum(hours)}
      run={(value, reason) => {
        const until = new Date(performance.timeOrigin + performance.now() + Number(value) * 3_600_000);
        return api.clients.suspendClose.mutate({ clientId: client.id, until, reason });
      }}
    />
  );
}
