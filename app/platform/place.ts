/** The console is the platform's own tenant, seen through a surface of its own. */
export const platformPlace = { tenant: 'platform', surface: 'platform' } as const;
