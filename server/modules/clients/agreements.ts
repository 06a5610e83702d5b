import { sha256Hex } from '@/server/kernel/canonical';

export type Agreement = {
  readonly document: string;
  readonly version: string;
  readonly title: string;
  readonly text: string;
};

/** What is accepted at registration, as it is shown. A changed text is a new version: acceptances keep the hash of what they saw. */
const texts: readonly Agreement[] = [
  {
    document: 'client_agreement',
    version: '2026-11',
    title: 'Client agreement',
    text: 'I open an account with {entity}. I act for myself, what I say about me is true, and I tell you when it changes. You may ask me to prove who I am and where my money comes from, and you pay it out only to me, by the way it came where that is possible.',
  },
  {
    document: 'risk_disclosure',
    version: '2026-11',
    title: 'Risk disclosure',
    text: 'Contracts for difference are complex and leveraged. I can lose all I deposit with {entity}, quickly. I trade only with money I can afford to lose.',
  },
  {
    document: 'privacy_notice',
    version: '2026-11',
    title: 'Privacy notice',
    text: '{entity} keeps what I give and what my devices send, to identify me, to keep accounts safe and because the law asks for it, for five years after we part, and shows it to nobody else without a legal reason.',
  },
];

export async function agreementsOf(entity: string): Promise<(Agreement & { textHash: string })[]> {
  return Promise.all(
    texts.map(async (agreement) => {
      const text = agreement.text.replaceAll('{entity}', entity);
      return { ...agreement, text, textHash: await sha256Hex(text) };
    }),
  );
}
