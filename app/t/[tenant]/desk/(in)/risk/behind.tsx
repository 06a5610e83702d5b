'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { DrawerBody, DrawerHeader, DrawerSection } from '@/app/_ui/drawer';
import { Kbd } from '@/app/_ui/kbd';
import { Money } from '@/app/_ui/money';
import { formatDecimal } from '@/app/_ui/number';
import { NumberText } from '@/app/_ui/number-text';
import { ListRow } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { BandForm } from './band-form';
import { type Line, lotsText } from './lines';
import { QuoteAge } from './quote-age';

type Props = { symbol: string; line: Line | undefined; accounts: string; onClose: () => void };

/** The positions behind one row, largest loss to the house first to find, each with its account one click away. */
export function Behind({ symbol, line, accounts, onClose }: Props) {
  const t = useTranslations('operations.risk');
  const trpc = useTRPC();
  const positions = useQuery(trpc.trading.positions.list.queryOptions({ symbol, environment: 'live' }));
  return (
    <>
      <DrawerHeader
        title={symbol}
        badge={line?.overBy ? <Badge tone="destructive">{t('overBy', { lots: line.overBy })}</Badge> : null}
        keys={
          <>
            <Kbd>k</Kbd>
            <Kbd>j</Kbd>
          </>
        }
        onClose={onClose}
      >
        {line?.bid && line.ask ? (
          <span className="no-wrap-num">
            {formatDecimal(line.bid)} / {formatDecimal(line.ask)}
          </span>
        ) : null}
        <QuoteAge at={line?.quotedAt ?? null} />
      </DrawerHeader>
      <DrawerBody>
        <DrawerSection title={t('band')}>
          <BandForm key={`${symbol}${line?.band ?? ''}`} symbol={symbol} band={line?.band ?? null} />
        </DrawerSection>
        <DrawerSection
          title={t('behind')}
          aside={
            <span className="text-muted-foreground text-xs">
              {positions.data ? t('behindCount', { count: positions.data.total, clients: line?.clients ?? 0 }) : null}
            </span>
          }
        >
          <Loaded query={positions}>
            {({ rows, total }) => (
              <div className="-mx-5 border-t">
                {rows.length === 0 ? <EmptyState title={t('nothingOpen')} /> : null}
                {rows.map((row) => (
                  <Link
                    key={`${row.accountId}${row.ticket}`}
                    href={`${accounts}/${row.accountId}`}
                    prefetch={false}
                    className="block hover:bg-accent"
                  >
                    <ListRow
                      title={<bdi>{row.clientName}</bdi>}
                      value={<Money value={row.profit} tone="loss" />}
                      note={`${row.login} · ${t(row.side)} ${lotsText(row.lots)}`}
                      valueNote={
                        <>
                          <NumberText value={row.openPrice} /> → <NumberText value={row.currentPrice} />
                        </>
                      }
                    />
                  </Link>
                ))}
                {total > rows.length ? (
                  <p className="px-4 py-2 text-muted-foreground text-xs">{t('more', { count: total - rows.length })}</p>
                ) : null}
              </div>
            )}
          </Loaded>
        </DrawerSection>
      </DrawerBody>
    </>
  );
}
