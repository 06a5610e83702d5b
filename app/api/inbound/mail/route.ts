import { receiveMailReport } from '@/server/transports/inbound-mail';

export const POST = (request: Request) => receiveMailReport(request);
