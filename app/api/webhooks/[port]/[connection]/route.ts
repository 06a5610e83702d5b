import { receiveWebhook } from '@/server/transports/webhooks';

type Context = { params: Promise<{ port: string; connection: string }> };

export const POST = async (request: Request, { params }: Context) => receiveWebhook(request, await params);
