/** Languages we write in, and the tag Intl formats with: Arabic keeps Latin digits, as statements of account do. */
export const languages = ['en', 'ar'] as const;
export type Language = (typeof languages)[number];

export const intlTags = { en: 'en', ar: 'ar-u-nu-latn' } as const satisfies Record<Language, string>;
export type IntlTag = (typeof intlTags)[Language];

export const languageNames: Record<Language, string> = { en: 'English', ar: 'العربية' };
export const localeCookie = 'locale';

/** Staff screens are written in English only; a client's cookie on the same origin must not mirror them. The design pages show every surface. */
const staffPath = /(^|\/)(desk|platform(?!\/design))(\/|$)/;

export function isLanguage(value: string | undefined): value is Language {
  return languages.some((language) => language === value);
}

export function languageOf(tag: string): Language {
  const [language] = tag.split('-');
  return isLanguage(language) ? language : 'en';
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

export type LanguageHints = { path: string; cookie: string | undefined; accept: string | null };

/** What to speak on this page: chosen before, else asked for by the browser, else English. */
export function chooseLanguage({ path, cookie, accept }: LanguageHints): Language {
  if (staffPath.test(path)) return 'en';
  if (isLanguage(cookie)) return cookie;
  const asked = (accept ?? '').split(',').map((part) => part.trim().split(/[-;]/)[0]?.toLowerCase());
  return asked.find(isLanguage) ?? 'en';
}
