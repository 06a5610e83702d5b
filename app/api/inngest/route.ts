import { serve } from 'inngest/next';
import { functions } from '@/jobs';
import { inngest } from '@/jobs/client';

export const dynamic = 'force-dynamic';
export const { GET, POST, PUT } = serve({ client: inngest, functions });
