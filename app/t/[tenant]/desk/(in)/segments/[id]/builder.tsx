'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/app/_ui/button';
import { Panel } from '@/app/_ui/panel';
import type { Condition, Conditions } from '@/server/modules/engagement/conditions-contract';
import { ConditionRow } from './condition-row';
import { blank, firstField } from './fields';
import type { Options } from './words';

type Props = { value: Conditions; options: Options; onChange: (next: Conditions) => void };

const replaced = <T,>(list: readonly T[], at: number, next: T | null): T[] =>
  list.flatMap((one, i) => (i === at ? (next === null ? [] : [next]) : [one]));

/** Groups of which one is enough; in a group everything has to hold. */
export function Builder({ value, options, onChange }: Props) {
  const t = useTranslations('engagement.segments');
  const { anyOf } = value;
  const change = (at: number, allOf: readonly Condition[]) =>
    onChange({ anyOf: replaced(anyOf, at, allOf.length === 0 ? null : { allOf: [...allOf] }) });
  return (
    <div className="flex flex-col gap-2">
      {anyOf.map(({ allOf }, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name but their place
        <div key={group} className="flex flex-col gap-2">
          {group > 0 ? <p className="text-muted-foreground text-xs">{t('anyOf')}</p> : null}
          <Panel className="flex flex-col gap-3 p-3">
            <p className="text-muted-foreground text-xs">{t('allOf')}</p>
            {allOf.map((condition, i) => (
              <ConditionRow
                // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place and field
                key={`${i} ${condition.field}`}
                value={condition}
                options={options}
                onChange={(next) => change(group, replaced(allOf, i, next))}
                remove={
                  anyOf.length === 1 && allOf.length === 1 ? null : (
                    <Button
                      size="icon"
                      variant="ghost"
                      aria-label={t('removeCondition')}
                      onClick={() => change(group, replaced(allOf, i, null))}
                    >
                      <X size={14} aria-hidden />
                    </Button>
                  )
                }
              />
            ))}
            <span>
              <Button size="sm" onClick={() => change(group, [...allOf, blank(firstField)])}>
                {t('addCondition')}
              </Button>
            </span>
          </Panel>
        </div>
      ))}
      {anyOf.length < 6 ? (
        <span>
          <Button size="sm" onClick={() => onChange({ anyOf: [...anyOf, { allOf: [blank(firstField)] }] })}>
            {t('addGroup')}
          </Button>
        </span>
      ) : null}
    </div>
  );
}
