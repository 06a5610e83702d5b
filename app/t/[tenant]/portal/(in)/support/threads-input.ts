/** What the list shows first; server and browser ask alike. */
export const threadsInput = { sort: 'lastMessageAt', direction: 'desc', limit: 50 } as const;
