/** Names, towns and habits that go together. Nobody of them exists. */
export type Origin = {
  readonly country: string;
  readonly share: number;
  readonly language: 'en' | 'ar';
  readonly timeZone: string;
  readonly dial: string;
  readonly address: string;
  readonly brands: readonly string[];
  readonly card: string;
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly streets: readonly string[];
  readonly towns: readonly (readonly [town: string, postcode: string])[];
};

const words = (text: string): string[] => text.split(', ');
const europe = { language: 'en', brands: ['merrowby', 'merrowby', 'saltmarsh'] } as const;
const offshore = { brands: ['tidewater'] } as const;

export const origins: readonly Origin[] = [
  {
    ...{ ...europe, country: 'NL', share: 10, timeZone: 'Europe/Amsterdam', dial: '+31 6', address: '84.81' },
    card: '5555555555554444',
    first: words('Marit, Sander, Femke, Joost, Lotte, Ruben, Anouk, Thijs'),
    last: words('Oosterveld, Brandsma, van Rijn, Hoekstra, Dijkgraaf, Terpstra, Kuiper, Wagenaar'),
    streets: words('Keizersgracht, Oude Singel, Molenweg'),
    towns: [
      ['Amsterdam', '1015 CN'],
      ['Leiden', '2312 LA'],
    ],
  },
  {
    ...{ ...europe, country: 'DE', share: 12, timeZone: 'Europe/Berlin', dial: '+49 151', address: '91.64' },
    card: '4000002760000016',
    first: words('Anselm, Halina, Jürgen, Kathrin, Detlef, Svenja, Moritz, Annika'),
    last: words('Brandvik, Wrede, Lindner, Sauer, Holtkamp, Reuter, Eichner, Voss'),
    streets: words('Lindenallee, Am Markt, Hafenstraße'),
    towns: [
      ['Bremen', '28195'],
      ['Leipzig', '04109'],
    ],
  },
  {
    ...{ ...europe, country: 'FR', share: 7, timeZone: 'Europe/Paris', dial: '+33 6', address: '90.63' },
    card: '4242424242424242',
    first: words('Odile, Bastien, Solène, Maxence, Apolline'),
    last: words('Farrant, Delorme, Vasseur, Roussel, Lacaze'),
    streets: words('Rue des Tanneurs, Quai Sud'),
    towns: [['Nantes', '44000']],
  },
  {
    ...{ ...europe, country: 'ES', share: 7, timeZone: 'Europe/Madrid', dial: '+34 6', address: '88.26' },
    card: '4000056655665556',
    first: words('Iker, Nuria, Pilar, Gonzalo, Leire'),
    last: words('Etxeberria, Olmedo, Casals, Requena, Barrios'),
    streets: words('Calle Mayor, Avenida del Puerto'),
    towns: [['Valencia', '46021']],
  },
  {
    ...{ ...europe, country: 'IT', share: 7, timeZone: 'Europe/Rome', dial: '+39 320', address: '93.34' },
    card: '4242424242424242',
    first: words('Giulia, Renzo, Ilaria, Tommaso, Bianca'),
    last: words('Bassani, Ferrero, Moretti, Galvani, Peruzzi'),
    streets: words('Via dei Mille, Corso Italia'),
    towns: [['Bologna', '40121']],
  },
  {
    ...{ ...europe, country: 'PL', share: 7, timeZone: 'Europe/Warsaw', dial: '+48 60', address: '83.12' },
    card: '4242424242424242',
    first: words('Zofia, Marek, Hanna, Bogdan, Aneta'),
    last: words('Wojcik, Zielinska, Krawiec, Sobczak, Malinowska'),
    streets: words('Dluga, Ogrodowa'),
    towns: [['Gdansk', '80-831']],
  },
  {
    ...{
      ...offshore,
      country: 'AE',
      share: 8,
      language: 'ar',
      timeZone: 'Asia/Dubai',
      dial: '+971 50',
      address: '94.200',
    },
    card: '4000007840000001',
    first: words('Noor, Hamdan, Layla, Yousef, Mariam, Rashid'),
    last: words('Halwani, Al Suwaidi, Mansour, Al Ketbi, Haddad'),
    streets: words('Al Wasl Road, Marina Walk'),
    towns: [['Dubai', '00000']],
  },
  {
    ...{
      ...offshore,
      country: 'ZA',
      share: 6,
      language: 'en',
      timeZone: 'Africa/Johannesburg',
      dial: '+27 82',
      address: '105.184',
    },
    card: '4242424242424242',
    first: words('Thandi, Pieter, Lerato, Sipho, Anneke'),
    last: words('Mokoena, Botha, Naidoo, Dlamini, Fourie'),
    streets: words('Loop Street, Jan Smuts Avenue'),
    towns: [['Cape Town', '8001']],
  },
  {
    ...{
      ...offshore,
      country: 'MY',
      share: 4,
      language: 'en',
      timeZone: 'Asia/Kuala_Lumpur',
      dial: '+60 12',
      address: '115.132',
    },
    card: '4000056655665556',
    first: words('Aisyah, Wei Ling, Farid, Siti'),
    last: words('Rahman, Tan, Iskandar, Lim'),
    streets: words('Jalan Ampang, Jalan Gasing'),
    towns: [['Kuala Lumpur', '50450']],
  },
];

type Source = { readonly share: number; readonly touch: Readonly<Record<string, string>> };

export const sources: readonly Source[] = [
  { share: 28, touch: { utmSource: 'google', utmMedium: 'cpc', utmCampaign: 'spreads-search', landingPage: '/start' } },
  {
    share: 18,
    touch: { utmSource: 'facebook', utmMedium: 'paid', utmCampaign: 'learn-to-trade', landingPage: '/learn' },
  },
  { share: 10, touch: { utmSource: 'newsletter', utmMedium: 'email', utmCampaign: 'market-week', landingPage: '/' } },
  { share: 8, touch: { utmSource: 'youtube', utmMedium: 'video', utmCampaign: 'gold-outlook', landingPage: '/gold' } },
  { share: 14, touch: { introducerCode: 'IB-0412', landingPage: '/r/harbour' } },
  { share: 6, touch: { introducerCode: 'IB-0877', landingPage: '/r/levante' } },
  { share: 16, touch: { landingPage: '/', referrer: 'https://www.bing.com/' } },
];
