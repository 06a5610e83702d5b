import { presenceResponse } from '@/server/transports/presence';

export const dynamic = 'force-dynamic';

export const POST = (request: Request) => presenceResponse(request);
