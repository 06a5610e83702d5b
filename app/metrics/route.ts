import { metricsResponse } from '@/server/transports/metrics';

export const GET = (request: Request) => metricsResponse(request);
