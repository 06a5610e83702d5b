import type { Template } from '@/emails/notifications/words-en';
import { InvariantError } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import type { MessageKey } from '../catalogue';
import { type WordsRow, wordsInForce } from '../queries';
import type { Recipient } from '../recipients';
import { builtIn, fill, type Words } from '../words';

type Own = Pick<WordsRow, 'subject' | 'lines' | 'action' | 'sms'>;

/** The tenant's own words, else the built-in ones; a line for the telephone he has not written is the built-in one. */
export function templateOf(own: Own | null, builtInOne: Template | null): Template {
  if (!own) return builtInOne ?? { subject: '', lines: [] };
  const sms = own.sms ?? builtInOne?.sms;
  return {
    subject: own.subject,
    lines: own.lines,
    ...(own.action ? { action: own.action } : {}),
    ...(sms ? { sms } : {}),
  };
}

/** The words in force for this reader, filled with his facts. */
export async function wordsFor(
  read: Read,
  message: MessageKey,
  { language, facts, zone, brand }: Recipient,
): Promise<{ words: Words; version: number }> {
  const own = await wordsInForce(read, { message, language, brandId: brand.id });
  const template = builtIn(message, language);
  if (!own && !template) throw new InvariantError(`${message} has no words`);
  return { words: fill(templateOf(own, template), facts, language, zone), version: own?.version ?? 0 };
}
