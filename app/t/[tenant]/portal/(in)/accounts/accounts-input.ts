/** All accounts of a client on one page: what server and browser ask for must be the same question. */
export const accountsInput = { limit: 50 };
export const recentDeals = 20;
