import type { Metadata } from 'next';
import { ClientsTable } from './clients-table';

export const metadata: Metadata = { title: 'Clients' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  return <ClientsTable base={`/t/${tenant}/desk`} />;
}
