'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Checkbox } from '@/app/_ui/checkbox';
import { DrawerBody, DrawerFooter, DrawerHeader, DrawerSection } from '@/app/_ui/drawer';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormCheckbox, FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { isId } from '@/server/kernel/ids';
import { categories, type OfferView, tiers } from '@/server/modules/trading/contract';
import { everyEntity, fieldsOf, inputOf, OfferFields } from './offer-fields';

type Props = { offer: OfferView | undefined; onClose: () => void };
type OfferForm = ReturnType<typeof useOfferForm>;

const useOfferForm = (offer: OfferView | undefined, connectionId: string) =>
  useZodForm(OfferFields, { defaultValues: fieldsOf(offer, connectionId) });

/** What clients may open, under which terms; the accounts under it keep platform, environment and currency. */
export function OfferDrawer({ offer, onClose }: Props) {
  const trpc = useTRPC();
  const platforms = useQuery(trpc.trading.platforms.queryOptions({}));
  return (
    <Loaded query={platforms}>{(known) => <OfferEditor offer={offer} platforms={known} onClose={onClose} />}</Loaded>
  );
}

type EditorProps = Props & { platforms: readonly { id: string; name: string }[] };

function OfferEditor({ offer, platforms, onClose }: EditorProps) {
  const t = useTranslations('operations.offers');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const may = useMay();
  const form = useOfferForm(offer, platforms[0]?.id ?? '');
  const save = (values: OfferFields) => {
    const entityId = values.entityId === everyEntity || !isId('entity', values.entityId) ? null : values.entityId;
    const input = { ...inputOf(values, offer), entityId };
    const kept = categories.filter((category) => offer?.categories.includes(category));
    if (offer) return api.trading.offers.change.mutate({ ...input, id: offer.id, categories: kept });
    const { connectionId, environment, currency } = values;
    if (!isId('connection', connectionId)) throw new Error('choose a platform');
    return api.trading.offers.create.mutate({ ...input, connectionId, environment, currency });
  };
  const mayWrite = may(offer ? 'trading.offer.change' : 'trading.offer.create');
  return (
    <Form
      form={form}
      className="min-h-0 flex-1 gap-0"
      onSubmit={async (values) => {
        const problem = await inForm(async () => save(values), t(offer ? 'changed' : 'created'));
        if (!problem && !offer) onClose();
        return problem;
      }}
    >
      <DrawerHeader
        title={offer?.name ?? t('createTitle')}
        badge={offer ? <Badge tone={offer.state === 'open' ? 'success' : 'neutral'}>{t(offer.state)}</Badge> : null}
        onClose={onClose}
      >
        {offer ? t('under', { count: offer.accounts, platform: offer.connectionName }) : t('createBody')}
      </DrawerHeader>
      <DrawerBody>
        <Fields form={form} isNew={!offer} platforms={platforms} />
      </DrawerBody>
      <DrawerFooter>
        <FormAlert />
        <div className="flex gap-2">
          {mayWrite ? <SubmitButton className="flex-1">{t(offer ? 'save' : 'createNow')}</SubmitButton> : null}
          {offer && may('trading.offer.set_state') ? <StateButton offer={offer} /> : null}
        </div>
      </DrawerFooter>
    </Form>
  );
}

function StateButton({ offer }: { offer: OfferView }) {
  const t = useTranslations('operations.offers');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const state = offer.state === 'open' ? 'closed' : 'open';
  const key = state === 'open' ? 'reopen' : 'close';
  return (
    <Confirm
      trigger={<Button>{t(key)}</Button>}
      title={t(`${key}Title`, { name: offer.name })}
      consequence={t(`${key}Body`, { count: offer.accounts })}
      confirmLabel={t(key)}
      tone="primary"
      onConfirm={() => inDialog(() => api.trading.offers.setState.mutate({ id: offer.id, state }), t(`${key}Done`))}
    />
  );
}

function Fields({
  form,
  isNew,
  platforms,
}: {
  form: OfferForm;
  isNew: boolean;
  platforms: readonly { id: string; name: string }[];
}) {
  const t = useTranslations('operations.offers');
  const trpc = useTRPC();
  const entities = useQuery(trpc.tenancy.entity.list.queryOptions({}));
  const { control } = form;
  const chosen = form.watch('tiers');
  return (
    <>
      <DrawerSection className="flex flex-col gap-3">
        <FormInput control={control} name="name" label={t('name')} />
        <FormInput control={control} name="description" label={t('description')} optional />
        {isNew ? (
          <>
            <FormSelect
              control={control}
              name="connectionId"
              label={t('platform')}
              options={platforms.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <div className="grid grid-cols-2 gap-3">
              <FormSelect
                control={control}
                name="environment"
                label={t('environment')}
                options={[
                  { value: 'live', label: t('live') },
                  { value: 'demo', label: t('demo') },
                ]}
              />
              <FormInput
                control={control}
                name="currency"
                label={t('currency')}
                maxLength={5}
                autoCapitalize="characters"
              />
            </div>
          </>
        ) : null}
        <FormSelect
          control={control}
          name="entityId"
          label={t('entity')}
          options={[
            { value: everyEntity, label: t('everyEntity') },
            ...(entities.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </DrawerSection>
      <DrawerSection title={t('onPlatform')} className="flex flex-col gap-3">
        <FormInput control={control} name="groupName" label={t('group')} hint={t('groupHint')} spellCheck={false} />
        <FormInput control={control} name="closeOnlyGroup" label={t('closeOnlyGroup')} optional spellCheck={false} />
        <div className="grid grid-cols-2 gap-3">
          <FormInput
            control={control}
            name="leverageDefault"
            label={t('leverageDefault')}
            inputMode="numeric"
            before="1:"
          />
          <FormInput control={control} name="leverageMax" label={t('leverageMax')} inputMode="numeric" before="1:" />
        </div>
        <FormCheckbox control={control} name="isSwapFree" label={t('swapFree')} />
      </DrawerSection>
      <DrawerSection title={t('forWhom')} className="flex flex-col gap-3">
        <fieldset className="flex flex-wrap gap-x-4 gap-y-2">
          <legend className="mb-1 font-medium">{t('tiersLabel')}</legend>
          {tiers.map((tier) => (
            <label key={tier} htmlFor={`tier-${tier}`} className="flex items-center gap-2">
              <Checkbox
                id={`tier-${tier}`}
                checked={chosen.includes(tier)}
                onCheckedChange={(on) =>
                  form.setValue('tiers', on === true ? [...chosen, tier] : chosen.filter((one) => one !== tier))
                }
              />
              {tier}
            </label>
          ))}
        </fieldset>
        <FormInput control={control} name="countries" label={t('countries')} hint={t('countriesHint')} optional />
        <div className="grid grid-cols-3 gap-3">
          <FormInput control={control} name="minDeposit" label={t('minDeposit')} inputMode="decimal" />
          <FormInput control={control} name="demoBalance" label={t('demoBalance')} inputMode="decimal" />
          <FormInput control={control} name="accountsMax" label={t('accountsMax')} inputMode="numeric" />
        </div>
      </DrawerSection>
    </>
  );
}
