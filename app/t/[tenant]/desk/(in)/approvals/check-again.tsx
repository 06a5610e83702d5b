'use client';

import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { toast } from '@/app/_ui/toaster';
import type { Id } from '@/server/kernel/ids';

type Found = Answers['work']['approval']['recheck'];

/** Runs the checks as the decision will, and says what has changed since it was asked. */
export function CheckAgain({ id }: { id: Id<'approval'> }) {
  const t = useTranslations('desk.approvals');
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const said = ({ isStillNeeded, isDecisive, changes }: Found): string => {
    if (!isStillNeeded) return t('noLonger');
    const what = changes.map(({ name }) => inWords(name).toLowerCase()).join(', ');
    if (isDecisive) return t('decisive', { what });
    return changes.length > 0 ? t('changed', { what }) : t('unchanged');
  };
  return (
    <Button
      size="sm"
      variant="ghost"
      onClick={() =>
        void atOnce(async () => toast.info(said(await api.work.approval.recheck.mutate({ approvalId: id }))))
      }
    >
      {t('checkAgain')}
    </Button>
  );
}
