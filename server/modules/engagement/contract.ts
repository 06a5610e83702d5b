import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { Conditions } from './conditions-contract';

export const SegmentId = z.object({ id: idSchema('segment') });
const Name = z.string().trim().min(2).max(80);
const Description = z.string().trim().max(500);
const Note = z.string().trim().min(4, 'at least four characters').max(300);

export const CreateSegment = z.object({
  name: Name,
  /** Without one it follows from the name. */
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{1,59}$/)
    .optional(),
  description: Description,
  conditions: Conditions,
  note: Note,
});
/** A draft beside the version in force; another draft takes the place of the one before. */
export const DraftSegment = SegmentId.extend({ conditions: Conditions, note: Note });
export const DescribeSegment = SegmentId.extend({
  name: Name,
  description: Description,
  ownerId: idSchema('user').nullable(),
});

export const SegmentRow = z.object({
  id: idSchema('segment'),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  owner: z.string().nullable(),
  version: z.number().int().nullable(),
  hasDraft: z.boolean(),
  /** Those whom the reader reaches. */
  members: z.number().int(),
  joinedLately: z.number().int(),
  leftLately: z.number().int(),
  publishedAt: z.date().nullable(),
});
export type SegmentRow = z.output<typeof SegmentRow>;
export const SegmentList = z.object({ rows: z.array(SegmentRow), isPartial: z.boolean() });

export const VersionView = z.object({
  version: z.number().int(),
  conditions: Conditions,
  note: z.string(),
  by: z.string(),
  at: z.date(),
  publishedAt: z.date().nullable(),
  publishedBy: z.string().nullable(),
});
export type VersionView = z.output<typeof VersionView>;
export const SegmentUse = z.object({ what: z.enum(['view']), name: z.string(), by: z.string() });
export const SegmentView = SegmentRow.extend({
  ownerId: idSchema('user').nullable(),
  createdAt: z.date(),
  versions: z.array(VersionView),
  usedBy: z.array(SegmentUse),
  /** Some clients are out of the reader's reach: his figures are of his own. */
  isPartial: z.boolean(),
});
export type SegmentView = z.output<typeof SegmentView>;

export const Preview = z.object({ conditions: Conditions, after: idSchema('client').nullish() });
/** One part of the clients; `next` asks for the part after it. */
export const Previewed = z.object({
  matched: z.number().int(),
  looked: z.number().int(),
  next: idSchema('client').nullable(),
  sample: z.array(z.object({ id: idSchema('client'), number: z.string(), name: z.string() })),
});

export const ListMembers = PageInput.extend({ id: idSchema('segment'), hasLeft: z.boolean().default(false) });
export const MemberRow = z.object({
  clientId: idSchema('client'),
  number: z.string(),
  name: z.string(),
  country: z.string().nullable(),
  stage: z.string(),
  owner: z.string().nullable(),
  joinedAt: z.date(),
  leftAt: z.date().nullable(),
});
export type MemberRow = z.output<typeof MemberRow>;
export const MemberPage = pageOf(MemberRow);

export const SegmentHistory = z.object({
  days: z.array(
    z.object({ day: z.string(), members: z.number().int(), joined: z.number().int(), left: z.number().int() }),
  ),
});

export const OfClient = z.object({ clientId: idSchema('client'), at: z.date().nullish() });
export const InSegments = z.object({
  rows: z.array(z.object({ id: idSchema('segment'), key: z.string(), name: z.string(), since: z.date() })),
});
export const SegmentChoices = z.object({ rows: z.array(z.object({ id: idSchema('segment'), name: z.string() })) });
