import { Inngest } from 'inngest';

/** The one client. Where events go and who may call is the environment's business: INNGEST_BASE_URL, keys. */
export const inngest = new Inngest({ id: 'brokerage-os' });
