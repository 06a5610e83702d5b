import { InvariantError } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import type { MessageKey } from '../catalogue';
import type { Recipient } from '../recipients';
import { builtIn, fill, type Words } from '../words';

/** The words in force for this reader, filled with his facts. */
export async function wordsFor(
  _read: Read,
  message: MessageKey,
  { language, facts, zone }: Recipient,
): Promise<{ words: Words; version: number }> {
  const template = builtIn(message, language);
  if (!template) throw new InvariantError(`${message} has no words`);
  return { words: fill(template, facts, language, zone), version: 0 };
}
