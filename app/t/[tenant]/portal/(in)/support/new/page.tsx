import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NewConversation } from './new-conversation';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.support'))('new') };
}

export default function Page() {
  return <NewConversation />;
}
