import { z } from 'zod';

// Zod compiles object schemas with new Function where it may; our policy forbids that in a browser, and even the
// attempt is a reported violation. On the server the compiled form stays.
if (typeof window !== 'undefined') z.config({ jitless: true });
