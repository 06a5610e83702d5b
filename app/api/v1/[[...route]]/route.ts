import { publicApi } from '@/server/transports/rest/v1';

const api = publicApi();
const handle = (request: Request) => api.fetch(request);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
