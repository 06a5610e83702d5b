import type { Id } from '@/server/kernel/ids';
import { uploadDocument } from '@/server/modules/documents';
import type { DocumentKind } from '@/server/modules/documents/contract';
import { myApplication } from '@/server/modules/onboarding';
import {
  applyRequest,
  openConversation,
  openRequest,
  replyToConversation,
  saveMacro,
  writeConversationNote,
} from '@/server/modules/support';
import type { Life } from './agenda';
import { type Client, type Stage, unlessRefused } from './client';
import { specimen } from './papers';
import { days, hours } from './world';

const texts = [
  [
    'Greeting',
    {
      en: 'Hello {name},\n\nthank you for writing to {brand}.\n\n{agent}',
      ar: 'مرحبًا {name}،\n\nشكرًا لتواصلك مع {brand}.\n\n{agent}',
    },
  ],
  [
    'How long a withdrawal takes',
    {
      en: 'We check it on the day you ask. To a card it takes two to five bank days, to a bank account one or two.',
      ar: 'نراجعه في يوم الطلب. إلى البطاقة من يومين إلى خمسة أيام عمل مصرفية، وإلى الحساب البنكي يوم أو يومان.',
    },
  ],
  [
    'What a bank statement must show',
    {
      en: 'Your name, your address, the name of the bank and a date of the last three months. All four corners, please.',
      ar: 'اسمك وعنوانك واسم البنك وتاريخ خلال الأشهر الثلاثة الأخيرة، مع ظهور الزوايا الأربع.',
    },
  ],
] as const;

type Topic = Parameters<typeof openConversation>[1]['topic'];
const questions: readonly (readonly [Topic, string, string | null])[] = [
  ['trading', 'Why is the spread on gold wider in the evening?', 'After New York closes there are fewer makers.'],
  ['deposit', 'My bank says the transfer left on Monday. When do I see it?', 'It arrived this morning, thank you.'],
  ['verification', 'My new passport arrives next week. May I send the old one?', null],
  ['withdrawal', 'I asked for my money two days ago and it still says "in review".', null],
  ['account', 'Can I have a second account in dollars?', null],
  ['complaint', 'My stop was filled eleven points away on Friday. I want this looked at.', null],
];

type Asked = Parameters<typeof openRequest>[1];
type Wish = readonly [wish: Asked, paper: DocumentKind | null];
const oldWishes: readonly Wish[] = [
  [{ kind: 'data_subject', wanted: { right: 'access', why: 'I want to see what you hold on me.' } }, null],
  [{ kind: 'change_phone', wanted: { phone: '+356 2122 0199' } }, null],
];
const wishes: readonly Wish[] = [
  [
    { kind: 'change_address', wanted: { addressLine: 'Bloemgracht 14', city: 'Amsterdam', postcode: '1015 TJ' } },
    'proof_of_address',
  ],
  [{ kind: 'change_email', wanted: { email: 'new.mailbox@post.example' } }, null],
  [{ kind: 'change_phone', wanted: { phone: '+49 30 901820' } }, null],
  [{ kind: 'change_name', wanted: { firstName: 'Lena', lastName: 'Sommerfeld', why: 'Married in May' } }, 'id_card'],
];

/** Those who came, may sign in and are known to the house, in the order in which they came. */
export async function customers(cast: readonly Client[]): Promise<Client[]> {
  const found: Client[] = [];
  for (const client of cast) {
    const state = await client
      .ctx()
      .then((ctx) => myApplication(ctx, {}))
      .catch(() => null); // not come yet, or not confirmed
    if (state?.state === 'approved') found.push(client);
    if (found.length === 14) break;
  }
  return found;
}

async function ask({ stage, visitor, id: clientId }: Client, [wish, kind]: Wish): Promise<Id<'request'> | null> {
  const lines = [(kind ?? '').replaceAll('_', ' ').toUpperCase(), visitor.name, stage.world.now().toISOString()];
  const paper =
    kind &&
    (await uploadDocument(await visitor.ctx(), {
      clientId,
      kind,
      fileName: `${kind.replaceAll('_', '-')}.pdf`,
      bytes: specimen(lines, 'GREEN'),
    }));
  const answer = await unlessRefused(
    openRequest(await visitor.ctx(true), { ...wish, documentIds: paper ? [paper.id] : [] }),
  );
  return 'id' in answer ? answer.id : null;
}

/** What clients write and ask for in the last days: some of it is done, the rest waits for whoever opens the desk. */
export async function* supportDays({ firm }: Stage, cast: readonly Client[], end: Date): Life {
  const agent = firm.staff.support;
  for (const [name, words] of texts) await saveMacro(await agent.ctx(), { name, texts: { ...words } });
  yield new Date(end.getTime() - days(3));
  const people = await customers(cast);
  for (const [i, wish] of oldWishes.entries()) {
    const client = people[i + 8];
    const id = client && (await ask(client, wish));
    if (id && wish[0].kind === 'change_phone')
      await unlessRefused(applyRequest.orPark(await agent.ctx(true), { id, reason: 'called back on the old number' }));
  }
  for (const [i, [topic, text, answer]] of questions.entries()) {
    yield new Date(end.getTime() - hours(30 - 5 * i));
    const client = people[i];
    if (!client) continue;
    const { id } = await openConversation(await client.ctx(), { topic, text });
    if (answer) await replyToConversation(await agent.ctx(), { id, text: answer });
    if (topic === 'complaint')
      await writeConversationNote(await agent.ctx(), { id, text: 'Asked dealing for the ticks of that minute.' });
  }
  for (const [i, wish] of wishes.entries()) {
    yield new Date(end.getTime() - hours(4 - i));
    const client = people[i + 3];
    if (client) await ask(client, wish);
  }
}
