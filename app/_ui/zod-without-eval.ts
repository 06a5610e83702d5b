import { config } from 'zod/v4/core';

// Zod compiles object schemas with new Function where it may; our policy forbids that in a browser, and even the
// attempt is a reported violation. On the server the compiled form stays.
if (typeof window !== 'undefined') config({ jitless: true });
