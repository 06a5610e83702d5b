import { notFound, redirect } from 'next/navigation';
import { baseOf } from '@/app/_domain/base';
import { apiFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { LinkOver } from './link-over';

/** A colleague of the house has sent him here; where to, only his own session learns. */
export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('shownPage', id)) notFound();
  const [api, base] = await Promise.all([apiFor(tenant, 'portal'), baseOf(tenant, 'portal')]);
  const shown = await api.support.pages.open({ id }).catch(() => null);
  if (shown) redirect(`${base}${shown.path}`);
  return <LinkOver />;
}
