/** What the inbox of the home page asks for; who works in no team sees the house's. */
export const inboxInput = (hasOwn: boolean, kind: string | null) => ({
  view: hasOwn ? ('team' as const) : ('all' as const),
  limit: 20,
  ...(kind ? { kinds: [kind] } : {}),
});
