import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Avatar } from './avatar';
import { cn } from './cn';
import { formatDecimal } from './number';

export type Stage = {
  id: string;
  name: string;
  href: string;
  owner?: string;
  entered: number;
  left: number;
  stuck: number;
  stuckBefore: number;
  oldest?: ReactNode;
  money?: ReactNode;
  /** Set only when stuck is well over what it was; decided by whoever knows what is usual, not here. */
  alarm?: 'warning' | 'destructive';
};

const head = { warning: 'bg-warning-muted', destructive: 'bg-destructive-muted', none: 'bg-muted' };
const big = { warning: 'text-warning', destructive: 'text-destructive', none: '' };

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.min(100, (part / whole) * 100)}%`;
}

function StageBox({ stage }: { stage: Stage }) {
  const t = useTranslations('common.stage');
  const alarm = stage.alarm ?? 'none';
  const facts: Array<[string, ReactNode]> = [
    [t('in'), formatDecimal(stage.entered)],
    [t('out'), formatDecimal(stage.left)],
    [t('oldest'), stage.oldest ?? <span className="text-subtle">{t('none')}</span>],
    [t('money'), stage.money ?? <span className="text-subtle">{t('none')}</span>],
  ];
  return (
    <Link
      href={stage.href}
      className="group/stage relative block min-w-36 flex-1 border-e bg-card pb-3 outline-offset-[-2px] last:border-e-0 hover:bg-accent"
    >
      <span
        className={cn(
          'relative flex h-8 items-center border-b px-4 font-semibold group-not-first/stage:ps-5',
          head[alarm],
          'stage-arrow group-last/stage:after:hidden',
        )}
      >
        <span className="relative z-2 min-w-0 truncate">{stage.name}</span>
        {stage.owner ? <Avatar name={stage.owner} size="sm" className="relative z-2 ms-auto" /> : null}
      </span>
      <span className="block px-3 pt-3 ps-4 group-not-first/stage:ps-5">
        <span className={cn('flex items-baseline gap-1.5 font-semibold text-xl tracking-[-0.016em]', big[alarm])}>
          {stage.stuck}
          <small className="font-normal text-muted-foreground text-xs tracking-normal">
            {t('stuck', { before: stage.stuckBefore })}
          </small>
        </span>
        <span className="my-2 flex h-1 gap-px overflow-hidden rounded-full bg-chart-band">
          <i className="bg-chart-1" style={{ width: percent(stage.left, stage.entered) }} />
          <i
            className={alarm === 'destructive' ? 'bg-chart-5' : 'bg-chart-4'}
            style={{ width: percent(stage.stuck, stage.entered) }}
          />
        </span>
        {facts.map(([name, value]) => (
          <span key={name} className="flex justify-between gap-2 text-xs leading-5">
            <span className="text-muted-foreground">{name}</span>
            <span className="no-wrap-num">{value}</span>
          </span>
        ))}
      </span>
    </Link>
  );
}

/** The hand-offs of a journey in one box; a stage opens the rows that are stuck in it. */
export function StageStrip({ stages, className }: { stages: readonly Stage[]; className?: string }) {
  return (
    <div className={cn('flex overflow-x-auto rounded-md border', className)}>
      {stages.map((stage) => (
        <StageBox key={stage.id} stage={stage} />
      ))}
    </div>
  );
}
