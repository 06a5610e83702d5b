import { liveResponse } from '@/server/transports/live';

export const dynamic = 'force-dynamic';

export const GET = (request: Request) => liveResponse(request);
