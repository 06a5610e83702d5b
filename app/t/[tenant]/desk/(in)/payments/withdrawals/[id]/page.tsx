import { notFound } from 'next/navigation';
import { isId } from '@/server/kernel/ids';
import { WithdrawalPage } from './withdrawal-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { id } = await params;
  if (!isId('withdrawal', id)) notFound();
  return <WithdrawalPage id={id} />;
}
