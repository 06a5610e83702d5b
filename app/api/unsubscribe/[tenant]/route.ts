import { redirect } from 'next/navigation';
import { stopByOneClick } from '@/server/transports/unsubscribe';

type Context = { params: Promise<{ tenant: string }> };

export const POST = async (request: Request, { params }: Context) => stopByOneClick(request, (await params).tenant);

/** A person follows the link: he sees what he is about to stop. */
export async function GET(request: Request, { params }: Context) {
  const { tenant } = await params;
  redirect(`/t/${encodeURIComponent(tenant)}/unsubscribe${new URL(request.url).search}`);
}
