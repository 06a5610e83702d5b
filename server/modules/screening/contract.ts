import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';

export const hitStates = ['open', 'false_positive', 'true_match'] as const;
export const hitBands = ['top', 'strong', 'possible'] as const;

export const ListHits = PageInput.extend({
  clientId: idSchema('client').nullish(),
  states: z.array(z.enum(hitStates)).max(3).nullish(),
  band: z.enum(hitBands).nullish(),
});

export const HitView = z.object({
  id: idSchema('screeningHit'),
  clientId: idSchema('client'),
  clientName: z.string(),
  clientNumber: z.string(),
  source: z.string(),
  entryId: z.string(),
  listedName: sensitive('restricted_reason', z.string()),
  /** 0 to 100. */
  score: z.number(),
  band: z.enum(hitBands),
  state: z.enum(hitStates),
  openedAt: z.date(),
  lastSeenAt: z.date(),
  decidedAt: z.date().nullable(),
  decidedBy: z.string().nullable(),
  reason: sensitive('restricted_reason', z.string().nullable()),
});
export type HitView = z.output<typeof HitView>;
export const HitPage = pageOf(HitView);

const Word = z.object({ query: z.string(), listed: z.string(), similarity: z.number(), how: z.string() });

/** Why it came up: word by word, and what else agrees or differs. */
export const HitExplanation = z.object({
  queryName: z.string(),
  listedName: z.object({ text: z.string(), quality: z.string(), kind: z.string() }),
  nameScore: z.number(),
  comparison: z.object({
    score: z.number(),
    aligned: z.array(Word),
    unmatched: z.object({ query: z.array(z.string()), listed: z.array(z.string()) }),
  }),
  corroboration: z.object({
    score: z.number(),
    born: z.string(),
    country: z.string(),
    gender: z.string(),
    isWeakAlias: z.boolean(),
  }),
  document: z.string().nullable(),
});

export const ListedEntry = z.object({
  id: z.string(),
  source: z.string(),
  reference: z.string().nullable(),
  type: z.string(),
  names: z.array(z.object({ text: z.string(), quality: z.string(), kind: z.string() })),
  born: z.array(z.object({ from: z.string(), to: z.string() })),
  gender: z.string().nullable(),
  countries: z.array(z.object({ country: z.string().nullable(), text: z.string(), role: z.string() })),
  programmes: z.array(z.string()),
  documents: z.array(z.object({ kind: z.string(), number: z.string(), country: z.string().nullable() })),
  listedOn: z.string().nullable(),
  remarks: z.string().nullable(),
});

export const HitDetail = HitView.extend({ entry: ListedEntry, explanation: HitExplanation.nullable() });

export const DecideHit = z.object({
  id: idSchema('screeningHit'),
  finding: z.enum(['false_positive', 'true_match']),
  reason: z.string().trim().min(10, 'say in a sentence why').max(1_000),
});

export const ScreeningRecord = z.object({
  id: idSchema('screening'),
  at: z.date(),
  trigger: z.string(),
  lists: z.record(z.string(), z.string()),
  matcher: z.string(),
  result: sensitive('restricted_reason', z.string()),
  hits: z.number().int().nullable(),
});

export const ListState = z.object({
  source: z.string(),
  version: z.string(),
  state: z.string(),
  heldBecause: z.string().nullable(),
  entries: z.number().int(),
  publishedAt: z.string().nullable(),
  loadedAt: z.date(),
});
