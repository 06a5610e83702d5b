import { notFound } from 'next/navigation';
import { isId } from '@/server/kernel/ids';
import { ClientPage } from './client-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { id } = await params;
  if (!isId('client', id)) notFound();
  return <ClientPage id={id} />;
}
