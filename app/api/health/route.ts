import { healthResponse } from '@/server/transports/health';

export const GET = () => healthResponse();
