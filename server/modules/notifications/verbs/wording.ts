import { InvariantError } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import type { MessageKey } from '../catalogue';
import { wordsInForce } from '../queries';
import type { Recipient } from '../recipients';
import { builtIn, fill, type Words } from '../words';

/** The words in force for this reader, filled with his facts. */
export async function wordsFor(
  read: Read,
  message: MessageKey,
  { language, facts, zone, brand }: Recipient,
): Promise<{ words: Words; version: number }> {
  const own = await wordsInForce(read, { message, language, brandId: brand.id });
  if (own) {
    const { subject, lines, action, version } = own;
    return { words: fill({ subject, lines, ...(action ? { action } : {}) }, facts, language, zone), version };
  }
  const template = builtIn(message, language);
  if (!template) throw new InvariantError(`${message} has no words`);
  return { words: fill(template, facts, language, zone), version: 0 };
}
