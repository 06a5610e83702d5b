import type { z } from 'zod';
import { Refusal } from './errors';

export function parseInput<I extends z.ZodType>(schema: I, raw: unknown): z.output<I> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    field: issue.path.map(String).join('.'),
    rule: issue.code,
    message: issue.message,
  }));
  const first = issues[0]?.field;
  throw new Refusal('invalid', 'input_invalid', { issues, ...(first ? { field: first } : {}) });
}
