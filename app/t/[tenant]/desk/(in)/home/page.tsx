import type { Metadata } from 'next';
import { DeskHome } from './desk-home';

export const metadata: Metadata = { title: 'Home' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  return <DeskHome base={`/t/${tenant}/desk`} />;
}
