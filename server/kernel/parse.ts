import type { z } from 'zod';
import { Refusal } from './errors';
import { type Flaw, flawOf } from './readable';

export function parseInput<I extends z.ZodType>(schema: I, raw: unknown): z.output<I> {
  const flaw = flawOf(raw);
  if (flaw) throw invalid([flaw]);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map((issue) => ({
      field: issue.path.map(String).join('.'),
      rule: issue.code,
      message: issue.message,
    })),
  );
}

function invalid(issues: readonly Flaw[]): Refusal {
  const first = issues[0]?.field;
  return new Refusal('invalid', 'input_invalid', { issues, ...(first ? { field: first } : {}) });
}
