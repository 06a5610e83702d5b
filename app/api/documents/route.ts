import { receiveDocument } from '@/server/transports/documents';

export const POST = (request: Request) => receiveDocument(request);
