import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { one, siteBase } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { linkSurface, type TokenPage } from '@/app/_domain/token-page';
import { apiFor } from '@/app/_trpc/server';
import { Button } from '@/app/_ui/button';
import { placeName } from '@/server/kernel/device-name';
import { momentText } from '@/server/kernel/time';
import { NotMeForm } from './not-me-form';

// The token in the address must not travel on in a Referer.
export const metadata: Metadata = { referrer: 'no-referrer' };

/** Where "this was not me" of a letter leads. */
export default async function Page({ params, searchParams }: TokenPage) {
  const [{ tenant }, query, t] = await Promise.all([params, searchParams, getTranslations('auth.notMe')]);
  const [surface, site, language] = [linkSurface(query), await siteBase(tenant), await getLocale()];
  const token = one(query.token) ?? '';
  const api = await apiFor(tenant, surface);
  const seen = await api.identity.signIn.lookStrange({ token }).catch(() => null);
  if (!seen)
    return (
      <Door tenant={tenant} surface={surface} title={t('goneTitle')} lead={t('gone')}>
        <Button asChild variant="primary">
          <Link href={`${site}/${surface}/forgot-password`}>{t('forgot')}</Link>
        </Button>
      </Door>
    );
  const facts = [
    ['when', momentText(seen.at, language, seen.zone)],
    ['device', seen.device],
    ['place', placeName(seen.country, seen.ip, language)],
  ] as const;
  return (
    <Door tenant={tenant} surface={surface} title={t('title')} lead={t('lead')}>
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {facts.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-muted-foreground">{t(key)}</dt>
            <dd>
              <bdi>{value ?? t('unknown')}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <NotMeForm token={token} reset={`${site}/reset-password?surface=${surface}&token=`} />
    </Door>
  );
}
