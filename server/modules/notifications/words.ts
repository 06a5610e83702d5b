import { arabic } from '@/emails/notifications/words-ar';
import { english, type Template } from '@/emails/notifications/words-en';
import { type Money, toDecimalString } from '@/server/kernel/money';
import { momentText } from '@/server/kernel/time';
import type { MessageKey } from './catalogue';

/** A fact as it stands; how it is written is the reader's language's affair. */
export type Fact = string | Money | Date | { readonly moment: Date } | null | ((language: string) => string | null);
export type Facts = Readonly<Record<string, Fact>>;
export type Words = {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly action: string | null;
  /** One line for a telephone. */
  readonly sms: string | null;
};

export const languages = ['en', 'ar'] as const;
export type Language = (typeof languages)[number];
export const languageOf = (tag: string): Language => (tag.split('-')[0] === 'ar' ? 'ar' : 'en');

const phrases = { en: english, ar: arabic };

/** What is said when the tenant has no words of its own: the reader's language, else English. */
export function builtIn(message: MessageKey, language: Language): Template | null {
  return phrases[language].templates[message] ?? english.templates[message] ?? null;
}
export const builtInLanguages = (message: MessageKey): Language[] =>
  languages.filter((language) => phrases[language].templates[message]);

// Digits stay Latin, so that a sum reads the same in the mail, at the desk and on a bank statement.
const tagOf: Record<Language, string> = { en: 'en-GB', ar: 'ar-u-nu-latn' };

function written(fact: Fact, language: Language, zone: string): string | null {
  if (fact === null || typeof fact === 'string') return fact;
  if (typeof fact === 'function') return fact(language);
  if (fact instanceof Date)
    return new Intl.DateTimeFormat(tagOf[language], { dateStyle: 'long', timeZone: zone }).format(fact);
  if ('moment' in fact) return momentText(fact.moment, language, zone);
  const text = toDecimalString(fact);
  const places = text.split('.')[1]?.length ?? 0;
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  const amount = new Intl.NumberFormat(tagOf[language], digits).format(text as `${number}`); // exact: a decimal string
  return `${amount}\u00a0${fact.asset}`;
}

const placeholder = /\{([a-zA-Z]+)\}/g;
export const placeholdersOf = (text: string): string[] => [...text.matchAll(placeholder)].map(([, name = '']) => name);

/** Left-to-right facts (amounts, numbers, log-ins) inside of Arabic keep their own order between isolates. */
const isolated = (text: string, language: Language) => (language === 'ar' ? `\u2068${text}\u2069` : text);

/** Words with their facts. A line that speaks of nothing but absent facts is left out. */
export function fill(template: Template, facts: Facts, language: Language, zone = 'UTC'): Words {
  const say = (text: string) =>
    text.replaceAll(placeholder, (_all, name: string) => {
      const value = written(facts[name] ?? null, language, zone);
      return value === null || value === '' ? '' : value.includes('\n') ? value : isolated(value, language);
    });
  const lines = template.lines.flatMap((line) => {
    const names = placeholdersOf(line);
    const isBare = names.length > 0 && line.replaceAll(placeholder, '').trim() === '';
    const said = say(line);
    return isBare && said.trim() === '' ? [] : said.split('\n');
  });
  return {
    subject: say(template.subject),
    lines,
    action: template.action ?? null,
    sms: template.sms ? say(template.sms) : null,
  };
}

export const footOf = (language: Language, brand: string): string =>
  fill({ subject: phrases[language].foot, lines: [] }, { brand }, language).subject;
