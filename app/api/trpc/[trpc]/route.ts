import { handleTrpc } from '@/server/transports/trpc/handler';

const handle = (request: Request) => handleTrpc(request);

export { handle as GET, handle as POST };
