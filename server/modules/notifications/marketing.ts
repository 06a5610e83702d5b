/** What the house may want to say beyond what it must; a client chooses among them. */
export const marketingTopics = ['news', 'offers', 'education'] as const;
export type MarketingTopic = (typeof marketingTopics)[number];
export const marketingChannels = ['email', 'sms'] as const;

/** Nobody is written to more often than this, whoever writes. */
export const cap = { messages: 2, days: 7 } as const;

export type Word = { readonly purpose: string; readonly channel: string; readonly isGiven: boolean };

export const topicPurpose = (topic: MarketingTopic): string => `marketing/${topic}`;
export const topicOf = (message: string): MarketingTopic | null =>
  marketingTopics.find((topic) => message === `marketing_${topic}`) ?? null;

/** His yes to the channel, and no "not this" to the topic. Silence is no. */
export function isWelcome(now: readonly Word[], channel: string, topic: MarketingTopic): boolean {
  const said = (purpose: string) => now.find((word) => word.purpose === purpose && word.channel === channel)?.isGiven;
  return said('marketing') === true && said(topicPurpose(topic)) !== false;
}
