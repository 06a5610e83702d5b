import { z } from 'zod';
import type { Template } from '@/emails/notifications/words-en';
import { canonicalJson } from '@/server/kernel/canonical';
import { found, Refusal } from '@/server/kernel/errors';
import { command, query } from '@/server/kernel/verb';
import { allBrands } from '@/server/modules/tenancy';
import { definitionOf, type MessageKey, messageKeys } from '../catalogue';
import { publishRow, saveDraftRow, type WordsRow, wordsById, wordsOf, wordsSummaries } from '../queries';
import { builtIn, builtInLanguages, type Language, placeholdersOf } from '../words';
import {
  MessageKeySchema,
  MessageSummary,
  MessageWords,
  PublishWords,
  SaveWords,
  WordsSaved,
  type WordsText,
  WordsVersion,
} from '../words-contract';

/** What these words may speak of is what the built-in ones do: other facts are not there when the message is written. */
function allowedIn(message: MessageKey): string[] {
  const template = builtIn(message, 'en');
  const texts = template ? [template.subject, ...template.lines, template.sms ?? ''] : [];
  const everywhere = definitionOf(message).audience === 'client' ? ['client', 'brand'] : ['brand'];
  return [...new Set([...everywhere, ...texts.flatMap(placeholdersOf)])];
}

function requireEditable(message: MessageKey, text: WordsText): void {
  const { isIdentity, isMarketing } = definitionOf(message);
  if (isIdentity || isMarketing) throw new Refusal('rejected', 'words_are_fixed', { field: 'message' });
  const allowed = new Set(allowedIn(message));
  const stranger = [text.subject, ...text.lines, text.sms ?? '']
    .flatMap(placeholdersOf)
    .find((name) => !allowed.has(name));
  if (stranger) throw new Refusal('invalid', 'words_unknown_fact', { field: 'text', params: { fact: stranger } });
}

const summaryOf = (message: MessageKey) => {
  const { title, audience, channels, isLegal, isIdentity, isMarketing } = definitionOf(message);
  return {
    ...{ message, title, audience },
    channels: [...channels],
    isLegal: isLegal ?? false,
    isFixed: isIdentity ?? isMarketing ?? false,
    languages: builtInLanguages(message),
  };
};

export const listWords = query({
  name: 'notifications.words.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.array(MessageSummary),
  run: async (read) => {
    const known = await wordsSummaries(read);
    return messageKeys.map((message) => ({
      ...summaryOf(message),
      publishedVersion: known.get(message)?.published ?? null,
      hasDraft: (known.get(message)?.drafts ?? 0) > 0,
    }));
  },
});

const textOf = ({ subject, lines, action, sms }: WordsRow): WordsText => ({ subject, lines, action, sms });

const textOfTemplate = ({ subject, lines, action, sms }: Template): WordsText => ({
  subject,
  lines: [...lines],
  action: action ?? null,
  sms: sms ?? null,
});

export const readWords = query({
  name: 'notifications.words.read',
  actors: ['staff'],
  input: z.object({ message: MessageKeySchema }),
  output: MessageWords,
  run: async (read, { message }) => {
    const [rows, brands] = await Promise.all([wordsOf(read, message), allBrands(read)]);
    const names = new Map(brands.map((brand) => [brand.id, brand.name]));
    const own = (language: Language) => {
      const template = builtIn(message, language);
      return template ? [{ language, text: textOfTemplate(template) }] : [];
    };
    return {
      ...summaryOf(message),
      placeholders: allowedIn(message),
      builtIn: builtInLanguages(message).flatMap(own),
      brands: brands.map(({ id, name }) => ({ id, name })),
      versions: rows.map((row) =>
        WordsVersion.parse({ ...row, text: textOf(row), brandName: row.brandId && (names.get(row.brandId) ?? null) }),
      ),
    };
  },
});

export const saveWords = command({
  name: 'notifications.words.save_draft',
  actors: ['staff'],
  input: SaveWords,
  output: WordsSaved,
  run: async (uow, { text, note, ...place }) => {
    requireEditable(place.message, text);
    const brands = await allBrands(uow);
    if (place.brandId && !brands.some(({ id }) => id === place.brandId))
      throw new Refusal('not_found', 'brand_not_found', { field: 'brandId' });
    const saved = await saveDraftRow(uow, place, { ...text, note });
    uow.audit({
      object: { type: 'messageWords', id: saved.id },
      thread: place.message,
      changes: { words: [null, text] },
      facts: { ...place, version: saved.version },
      reason: note,
    });
    return saved;
  },
});

/** From now on people are told in these words. Words of legal weight need a second person, who sees them as they are. */
export const publishWords = command({
  name: 'notifications.words.publish',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: PublishWords,
  output: z.object({ version: z.number().int() }),
  approval: async (uow, { id, reason }) => {
    const row = found(await wordsById(uow, id), 'words_not_found');
    const def = definitionOf(MessageKeySchema.parse(row.message));
    if (!def.isLegal) return null;
    return {
      needed: 1,
      decideGrant: 'notifications.words.publish',
      summary: `Publish "${def.title}" (${row.language}) version ${row.version}: ${reason}`,
      object: { type: 'messageWords', id },
      policyVersion: canonicalJson(textOf(row)),
      checks: { words: textOf(row), note: row.note },
    };
  },
  run: async (uow, { id, savedAt, reason }) => {
    const row = found(await wordsById(uow, id, { lock: true }), 'words_not_found');
    if (row.state !== 'draft') throw new Refusal('conflict', 'words_already_published');
    if (row.savedAt.getTime() !== savedAt.getTime()) throw new Refusal('conflict', 'words_changed_meanwhile');
    requireEditable(MessageKeySchema.parse(row.message), textOf(row));
    await publishRow(uow, row);
    uow.audit({
      object: { type: 'messageWords', id },
      thread: row.message,
      changes: { state: ['draft', 'published'] },
      facts: { language: row.language, version: row.version },
      reason,
    });
    return { version: row.version };
  },
});
