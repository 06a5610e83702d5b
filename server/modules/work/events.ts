import { z } from 'zod';

const approval = z.object({ approvalId: z.string(), objectId: z.string() });

export const workEvents = {
  'work/item.escalated': z.object({ itemId: z.string(), objectId: z.string() }),
  'work/task.reminded': z.object({ taskId: z.string(), itemId: z.string() }),
  /** An alarm: somebody acted alone. */
  'approvals/glass.broken': approval,
  'approvals/request.opened': z.object({ approvalId: z.string() }),
  'approvals/request.approved': approval.extend({ verb: z.string() }),
  'approvals/request.rejected': approval.extend({ verb: z.string() }),
  'approvals/request.expired': approval.extend({ verb: z.string() }),
  'approvals/request.cancelled': approval.extend({ verb: z.string() }),
} as const;
