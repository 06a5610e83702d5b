import type { Rng } from '@/server/kernel/clock';

/** Invented people: first names, family names and countries that go together. */
const origins = [
  {
    country: 'NL',
    language: 'en',
    first: ['Marit', 'Sander', 'Femke', 'Joost', 'Lotte'],
    last: ['Oosterveld', 'Brandsma', 'van Rijn', 'Hoekstra'],
  },
  {
    country: 'DE',
    language: 'en',
    first: ['Anselm', 'Halina', 'Jürgen', 'Kathrin'],
    last: ['Brandvik', 'Wrede', 'Lindner', 'Sauer'],
  },
  { country: 'FR', language: 'en', first: ['Odile', 'Bastien', 'Solène'], last: ['Farrant', 'Delorme', 'Vasseur'] },
  { country: 'ES', language: 'en', first: ['Iker', 'Nuria', 'Pilar'], last: ['Etxeberria', 'Olmedo', 'Casals'] },
  {
    country: 'AE',
    language: 'ar',
    first: ['Noor', 'Hamdan', 'Layla', 'Yousef'],
    last: ['Halwani', 'Al Suwaidi', 'Mansour'],
  },
  { country: 'ZA', language: 'en', first: ['Thandi', 'Pieter', 'Lerato'], last: ['Mokoena', 'Botha', 'Naidoo'] },
  { country: 'IT', language: 'en', first: ['Giulia', 'Renzo', 'Ilaria'], last: ['Bassani', 'Ferrero', 'Moretti'] },
  { country: 'PL', language: 'en', first: ['Zofia', 'Marek', 'Hanna'], last: ['Wojcik', 'Zielinska', 'Krawiec'] },
] as const;

const sources = [
  { utmSource: 'google', utmMedium: 'cpc', utmCampaign: 'spring-spreads', landingPage: '/start' },
  { utmSource: 'facebook', utmMedium: 'paid', utmCampaign: 'copy-the-best', landingPage: '/copy' },
  { utmSource: 'newsletter', utmMedium: 'email', utmCampaign: 'welcome-back', landingPage: '/' },
  { introducerCode: 'IB-0412', landingPage: '/r/saltmarsh' },
  { landingPage: '/' },
] as const;

const pick = <T>(rng: Rng, list: readonly T[]): T => {
  const one = list[Math.floor(rng.next() * list.length)];
  if (one === undefined) throw new RangeError('nothing to pick from');
  return one;
};

export type Newcomer = {
  firstName: string;
  lastName: string;
  country: string;
  language: string;
  email: string;
  phone: string;
  attribution: Record<string, string>;
};

export function inventPerson(rng: Rng, number: number): Newcomer {
  const origin = pick(rng, origins);
  const firstName = pick(rng, origin.first);
  const lastName = pick(rng, origin.last);
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replaceAll(/[^a-zA-Z]/g, '')
      .toLowerCase();
  return {
    firstName,
    lastName,
    country: origin.country,
    language: origin.language,
    email: `${plain(firstName)}.${plain(lastName)}${number}@clients.example`,
    phone: `+${31 + (number % 60)} ${100_000_000 + Math.floor(rng.next() * 899_999_999)}`,
    attribution: { ...pick(rng, sources), clickId: `clk-${Math.floor(rng.next() * 1e9).toString(36)}` },
  };
}

export { pick };
