import { handleAuth } from '@/server/transports/next-auth';

export { handleAuth as GET, handleAuth as POST };
