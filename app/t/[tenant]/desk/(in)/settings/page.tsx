import { redirect } from 'next/navigation';

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  redirect(`/t/${(await params).tenant}/desk/settings/organisation`);
}
