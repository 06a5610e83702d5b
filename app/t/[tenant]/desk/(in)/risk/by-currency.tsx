'use client';

import { useTranslations } from 'next-intl';
import { formatMinor } from '@/app/_ui/number';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { exponentOf } from '@/server/kernel/amounts';
import type { ExposureSnapshot } from '@/server/modules/risk/contract';

/** Which currencies the open positions of clients leave, largest first: a bar for the size, the number for the amount. */
export function ByCurrency({ rows, currency }: { rows: ExposureSnapshot['byCurrency']; currency: string }) {
  const t = useTranslations('operations.risk');
  const sized = rows
    .map((row) => ({ ...row, minor: row.value?.minor ?? null }))
    .sort((a, b) => lengthOf(b.minor) - lengthOf(a.minor));
  const most = sized.reduce((max, { minor }) => Math.max(max, lengthOf(minor)), 0);
  return (
    <Section title={t('byCurrency')} aside={t('byCurrencyNote', { currency })}>
      <div className="rounded-md border bg-card py-2">
        {sized.length === 0 ? <EmptyState title={t('nothingOpen')} /> : null}
        <dl>
          {sized.map(({ currency: name, minor }) => (
            <div key={name} className="grid min-h-7 grid-cols-[72px_minmax(64px,1fr)_auto] items-center gap-3 px-4">
              <dt className="font-medium">{name}</dt>
              <dd aria-hidden dir="ltr" className="relative h-1.5">
                <span className="absolute inset-y-[-4px] left-1/2 w-px bg-border-strong" />
                <span
                  className={
                    minor !== null && minor < 0n ? 'absolute inset-y-0 bg-chart-2' : 'absolute inset-y-0 bg-chart-1'
                  }
                  style={barOf(minor, most)}
                />
              </dd>
              <dd className="no-wrap-num text-end">
                {minor === null ? t('noRate') : formatMinor(minor, exponentOf(currency))}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Section>
  );
}

/** For the length of a bar only; the amount beside it stays exact. */
const lengthOf = (minor: bigint | null): number => Math.abs(Number(minor ?? 0n));

function barOf(minor: bigint | null, most: number): { left?: string; right?: string; width: string } {
  const share = most === 0 ? 0 : (lengthOf(minor) / most) * 50;
  return minor !== null && minor < 0n ? { right: '50%', width: `${share}%` } : { left: '50%', width: `${share}%` };
}
