import { z } from '@hono/zod-openapi';
import { pageSizeMax } from '@/server/kernel/page';

/** Query string of every list: numbers arrive as text. */
export const ListQuery = z.object({
  cursor: z.string().max(2_000).optional().openapi({ description: 'next_cursor of the page before' }),
  limit: z.coerce.number().int().min(1).max(pageSizeMax).default(50),
});

export const listOf = <S extends z.ZodType>(row: S) =>
  z.object({
    data: z.array(row),
    next_cursor: z.string().nullable(),
    total: z.number().int().nullable().openapi({ description: 'Exact up to 10,000, else null' }),
  });
