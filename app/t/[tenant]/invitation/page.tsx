import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { one } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import type { TokenPage } from '@/app/_domain/token-page';
import { apiFor } from '@/app/_trpc/server';
import { AcceptForm } from './accept-form';

export const metadata: Metadata = { referrer: 'no-referrer' };

export default async function Page({ params, searchParams }: TokenPage) {
  const [{ tenant }, query, t] = await Promise.all([params, searchParams, getTranslations('auth.invitation')]);
  const token = one(query.token) ?? '';
  const api = await apiFor(tenant, 'desk');
  const invitation = await api.access.invitation.look({ token }).catch(() => null);
  if (!invitation)
    return (
      <Door tenant={tenant} surface="desk" title={t('goneTitle')}>
        <p>{t('gone')}</p>
      </Door>
    );
  const lead = t('lead', { by: invitation.invitedBy, email: invitation.email });
  return (
    <Door tenant={tenant} surface="desk" title={t('title', { tenant: invitation.tenant })} lead={lead}>
      <AcceptForm tenant={tenant} token={token} name={invitation.name} />
    </Door>
  );
}
