import type { Metadata } from 'next';
import { WithdrawalsTable } from './withdrawals-table';

export const metadata: Metadata = { title: 'Withdrawals' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  return <WithdrawalsTable base={`/t/${tenant}/desk/payments/withdrawals`} />;
}
