import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { baseOf, one } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { FinishSignOn } from '@/app/_domain/finish-sign-on';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.signOn'))('title') };
}

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, asked] = await Promise.all([params, searchParams]);
  const [t, base] = await Promise.all([getTranslations('auth.signOn'), baseOf(tenant, 'desk')]);
  const reason = one(asked.refused);
  const domain = one(asked.domain);
  return (
    <Door tenant={tenant} surface="desk" title={t('title')}>
      <FinishSignOn
        place={{ tenant, surface: 'desk' }}
        next={base}
        again={`${base}/sign-in`}
        proof={one(asked.proof) ?? null}
        refused={reason ? { reason, facts: { domain: domain ?? '' } } : null}
      />
    </Door>
  );
}
