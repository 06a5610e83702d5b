/** What one shift leaves to the next: taken by nobody, held by somebody, or put off until a time somebody gave. */
export const shiftParts = {
  open: ['open', 'escalated'],
  acknowledged: ['claimed'],
  promised: ['snoozed', 'paused'],
} as const;
export type ShiftPart = keyof typeof shiftParts;

export const partInput = (part: ShiftPart, hasTeam: boolean) => ({
  view: hasTeam ? ('team' as const) : ('all' as const),
  states: [...shiftParts[part]],
  sort: part === 'promised' ? 'createdAt' : 'dueAt',
  direction: 'asc' as const,
  limit: 50,
});
