import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { one } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import type { TokenPage } from '@/app/_domain/token-page';
import { apiFor } from '@/app/_trpc/server';
import { UnsubscribeForm } from './unsubscribe-form';

export const metadata: Metadata = { referrer: 'no-referrer' };

/** Where "stop these letters" leads: nobody has to sign in to be left in peace. */
export default async function Page({ params, searchParams }: TokenPage) {
  const [{ tenant }, query, t] = await Promise.all([params, searchParams, getTranslations('auth.unsubscribe')]);
  const token = one(query.token) ?? '';
  const api = await apiFor(tenant, 'portal');
  const seen = await api.notifications.marketing.look({ token }).catch(() => null);
  if (!seen)
    return (
      <Door tenant={tenant} surface="portal" title={t('goneTitle')}>
        <p>{t('gone')}</p>
      </Door>
    );
  const { brand, topic, channel, isSubscribed } = seen;
  const what = t('what', { topic: t(`topics.${topic}`), way: t(channel === 'sms' ? 'bySms' : 'byEmail'), brand });
  return (
    <Door tenant={tenant} surface="portal" title={t('title')} lead={what}>
      <UnsubscribeForm token={token} isSubscribed={isSubscribed} />
    </Door>
  );
}
