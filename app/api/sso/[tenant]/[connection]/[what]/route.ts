import { handleSignOn } from '@/server/transports/sign-on';

type Place = { params: Promise<{ tenant: string; connection: string; what: string }> };

const handle = async (request: Request, { params }: Place) => handleSignOn(request, await params);

export { handle as GET, handle as POST };
