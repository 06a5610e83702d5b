import { holds } from '@/server/kernel/access';
import { reachOf } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { definitionOf, type MessageKey } from '../catalogue';
import { exampleFacts } from '../examples';
import { isObjectType, readSubject } from '../facts';
import { lookOf, recipientsOf } from '../recipients';
import { newestOf } from '../repository';
import { builtIn, type Facts, fill, footOf } from '../words';
import { PreviewWords, WordsPreview } from '../words-contract';
import { textFor } from './drafts';
import { templateOf } from './wording';

const exampleRef = '7K2QX4';

type Spoken = { readonly facts: Facts; readonly isReal: boolean };

/** Real facts are for who may read clients' post anyway; others see examples. */
async function spokenOf(read: Read, message: MessageKey, brand: string): Promise<Spoken> {
  const examples = { facts: exampleFacts(read.now, brand), isReal: false };
  const mayRead = holds(read.actor, 'sensitive.contact') && reachOf(read, 'notifications.message.list') === 'all';
  const newest = mayRead ? await newestOf(read, message) : null;
  if (!newest || !isObjectType(newest.objectType)) return examples;
  const subject = await readSubject(read, newest.objectType, newest.objectId);
  const [recipient] = await recipientsOf(read, definitionOf(message), subject, newest.objectId);
  return recipient ? { facts: { ...recipient.facts, brand }, isReal: true } : examples;
}

/** Words that nobody has been told yet, as a letter on real data. */
export const previewWords = query({
  name: 'notifications.words.preview',
  actors: ['staff'],
  input: PreviewWords,
  output: WordsPreview,
  run: async (read, { message, brandId, language, text }) => {
    const look = await lookOf(read, brandId);
    const { facts, isReal } = await spokenOf(read, message, look.name);
    const template = builtIn(message, language);
    const words = fill(templateOf(text, template), facts, language);
    const letter = await read.ctx.ports.letters.render({
      look,
      language,
      ...{ subject: words.subject, lines: words.lines, foot: footOf(language, look.name) },
      action: words.action ? { label: words.action, url: `${read.ctx.ports.site.origin}/` } : null,
    });
    const isTexted = definitionOf(message).channels.includes('sms');
    const sms = isTexted && words.sms ? textFor(words.sms, look.name, exampleRef) : null;
    return { subject: words.subject, ...letter, isReal, sms };
  },
});
