import { sendDocument } from '@/server/transports/documents';

type Context = { params: Promise<{ id: string }> };

export const GET = async (request: Request, { params }: Context) => sendDocument(request, (await params).id);
