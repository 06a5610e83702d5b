'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { useTRPC } from '@/app/_trpc/client';
import { toDecimalString } from '@/server/kernel/money';
import { type ChoiceField, type Condition, knownValues } from '@/server/modules/engagement/conditions-contract';

type Option = { readonly value: string; readonly label: string };
export type Options = Partial<Record<ChoiceField, readonly Option[]>>;

const quiet = { retry: false, staleTime: 300_000 } as const;

/** What a field can be asked for, where the house has a list of it. */
export function useOptions(): Options {
  const trpc = useTRPC();
  const brands = useQuery({ ...trpc.tenancy.brand.list.queryOptions({}), ...quiet }).data?.rows;
  const entities = useQuery({ ...trpc.tenancy.entity.list.queryOptions({}), ...quiet }).data?.rows;
  const loads = useQuery({ ...trpc.clients.owners.loads.queryOptions({}), ...quiet }).data?.rows;
  const offers = useQuery({ ...trpc.trading.offers.list.queryOptions({}), ...quiet }).data;
  return useMemo(() => {
    const teams = new Map(
      (loads ?? []).flatMap(({ teamId, team }) => (teamId && team ? [[teamId, team] as const] : [])),
    );
    const fixed = Object.entries(knownValues).map(([field, values]) => [
      field,
      values.map((value) => ({ value, label: inWords(value) })),
    ]);
    return {
      ...(Object.fromEntries(fixed) as Options), // keys of knownValues
      brandId: (brands ?? []).map(({ id, name }) => ({ value: id, label: name })),
      entityId: (entities ?? []).map(({ id, shortName }) => ({ value: id, label: shortName })),
      ownerId: (loads ?? []).map(({ ownerId, name }) => ({ value: ownerId, label: name })),
      teamId: [...teams].map(([value, label]) => ({ value, label })),
      offerId: (offers?.rows ?? []).map(({ id, name }) => ({ value: id, label: name })),
    };
  }, [brands, entities, loads, offers]);
}

/** A condition as a sentence; names of what is gone are left as they are kept. */
export function useConditionWords(options: Options): (condition: Condition) => string {
  const t = useTranslations('engagement.segments');
  const format = useFormatter();
  return (condition) => {
    const field = t(`fields.${condition.field}`);
    switch (condition.kind) {
      case 'choice': {
        const label = (value: string) =>
          options[condition.field]?.find((option) => option.value === value)?.label ?? value;
        const values = format.list(condition.values.map(label), { type: 'disjunction' });
        return t(condition.isNot ? 'words.choiceNot' : 'words.choice', { field, values });
      }
      case 'flag':
        return t('words.flag', { field, is: condition.is ? 'yes' : 'no' });
      case 'when': {
        const { test } = condition;
        const days = 'days' in test ? test.days : 0;
        const at = 'at' in test ? format.dateTime(test.at, { dateStyle: 'medium' }) : '';
        return t(`words.${test.is}`, { field, days, at });
      }
      case 'sum': {
        const amount = `${toDecimalString(condition.amount)} ${condition.amount.asset}`;
        const within = condition.lastDays === null ? '' : t('words.lastDays', { days: condition.lastDays });
        return t(`words.${condition.is}`, { field, amount }) + within;
      }
    }
  };
}
