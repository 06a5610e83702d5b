/** A day as a date field gives it becomes its last second in UTC; an empty field is no end. */
export function endOfDay(day: string): Date | null {
  const parsed = Date.parse(`${day}T23:59:59Z`);
  return Number.isNaN(parsed) ? null : new Date(parsed);
}

export const dayOf = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? '';
