export const requestsInput = { limit: 50, sort: 'openedAt', direction: 'desc' } as const;
