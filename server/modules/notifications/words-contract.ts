import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { messageKeys } from './catalogue';
import { channels } from './contract';
import { languages } from './words';

export const MessageKeySchema = z.enum(messageKeys);
export const LanguageSchema = z.enum(languages);
const Line = z.string().trim().min(1).max(600);

export const WordsText = z.object({
  subject: z.string().trim().min(3).max(150),
  lines: z.array(Line).min(1).max(12),
  action: z.string().trim().min(1).max(60).nullable(),
  /** For a telephone; null: the built-in line, where the message has one. */
  sms: z.string().trim().min(3).max(300).nullable().default(null),
});
export type WordsText = z.output<typeof WordsText>;

export const Wording = z.object({
  message: MessageKeySchema,
  /** Null: for every brand without words of its own. */
  brandId: idSchema('brand').nullable(),
  language: LanguageSchema,
});
export const SaveWords = Wording.extend({ text: WordsText, note: z.string().trim().min(4).max(500) });
export const WordsSaved = z.object({ id: idSchema('messageWords'), version: z.number().int() });
export const PublishWords = z.object({
  id: idSchema('messageWords'),
  /** The draft as it was read: words saved later are not published by a yes to these. */
  savedAt: z.date(),
  reason: z.string().trim().min(4).max(500),
});
export const PreviewWords = Wording.extend({ text: WordsText });
export const WordsPreview = z.object({
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** Filled with what the newest message of this kind spoke of, or with examples. */
  isReal: z.boolean(),
  /** As it arrives on a telephone; null: this message is not texted. */
  sms: z.string().nullable(),
});

export const MessageSummary = z.object({
  message: MessageKeySchema,
  title: z.string(),
  audience: z.enum(['client', 'staff']),
  channels: z.array(z.enum(channels)),
  isLegal: z.boolean(),
  /** Words with a one-time link in them are the identity module's own and not edited. */
  isFixed: z.boolean(),
  languages: z.array(LanguageSchema),
  /** The newest published version; null: the built-in words hold. */
  publishedVersion: z.number().int().nullable(),
  hasDraft: z.boolean(),
});

export const WordsVersion = Wording.omit({ message: true }).extend({
  id: idSchema('messageWords'),
  brandName: z.string().nullable(),
  version: z.number().int(),
  state: z.enum(['draft', 'published', 'retired']),
  text: WordsText,
  note: z.string(),
  savedBy: z.string(),
  savedAt: z.date(),
  publishedBy: z.string().nullable(),
  publishedAt: z.date().nullable(),
});
export type WordsVersion = z.output<typeof WordsVersion>;

export const MessageWords = MessageSummary.omit({ publishedVersion: true, hasDraft: true }).extend({
  /** Facts these words may speak of. */
  placeholders: z.array(z.string()),
  builtIn: z.array(z.object({ language: LanguageSchema, text: WordsText })),
  brands: z.array(z.object({ id: idSchema('brand'), name: z.string() })),
  versions: z.array(WordsVersion),
});
