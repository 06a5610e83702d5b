/** Names that lists and forms use besides those of CLDR. */
const aliases: Readonly<Record<string, string>> = {
  'bolivia (plurinational state of)': 'BO',
  bosnia: 'BA',
  britain: 'GB',
  brunei: 'BN',
  burma: 'MM',
  'cape verde': 'CV',
  'congo, democratic republic of the': 'CD',
  'democratic republic of the congo': 'CD',
  'congo, republic of the': 'CG',
  congo: 'CG',
  'cote d ivoire': 'CI',
  'ivory coast': 'CI',
  'czech republic': 'CZ',
  'east timor': 'TL',
  england: 'GB',
  gaza: 'PS',
  'gaza strip': 'PS',
  'great britain': 'GB',
  holland: 'NL',
  'hong kong': 'HK',
  'iran (islamic republic of)': 'IR',
  'islamic republic of iran': 'IR',
  'korea, north': 'KP',
  'korea, south': 'KR',
  "democratic people's republic of korea": 'KP',
  dprk: 'KP',
  'republic of korea': 'KR',
  'korea, republic of': 'KR',
  "korea, democratic people's republic of": 'KP',
  kosovo: 'XK',
  kyrgyz: 'KG',
  "lao people's democratic republic": 'LA',
  'libyan arab jamahiriya': 'LY',
  macau: 'MO',
  macedonia: 'MK',
  'micronesia (federated states of)': 'FM',
  moldova: 'MD',
  'republic of moldova': 'MD',
  'north macedonia, the republic of': 'MK',
  palestinian: 'PS',
  palestine: 'PS',
  'state of palestine': 'PS',
  "people's republic of china": 'CN',
  'russian federation': 'RU',
  scotland: 'GB',
  'sri lanka': 'LK',
  swaziland: 'SZ',
  syria: 'SY',
  'syrian arab republic': 'SY',
  tanzania: 'TZ',
  'united republic of tanzania': 'TZ',
  turkey: 'TR',
  türkiye: 'TR',
  uae: 'AE',
  uk: 'GB',
  'united kingdom of great britain and northern ireland': 'GB',
  'united states of america': 'US',
  usa: 'US',
  us: 'US',
  'venezuela (bolivarian republic of)': 'VE',
  'viet nam': 'VN',
  wales: 'GB',
  'west bank': 'PS',
  'taiwan, province of china': 'TW',
  'bahamas, the': 'BS',
  'gambia, the': 'GM',
  'central african republic': 'CF',
  'bosnia-herzegovina': 'BA',
  'virgin islands, british': 'VG',
  'british virgin islands': 'VG',
  drc: 'CD',
  'cabo verde': 'CV',
  'saint kitts and nevis': 'KN',
  'saint vincent and the grenadines': 'VC',
  'saint lucia': 'LC',
  'china, hong kong special administrative region': 'HK',
};

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.’]/g, (c) => (c === '.' ? '' : "'"))
    .replace(/^the /, '')
    .replace(/\s+/g, ' ')
    .trim();

function readNames(): Map<string, string> {
  const display = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const names = new Map<string, string>();
  for (let a = 65; a <= 90; a += 1) {
    for (let b = 65; b <= 90; b += 1) {
      const code = String.fromCharCode(a, b);
      const name = display.of(code);
      // A retired code (BU, DD, YU) carries the name of its successor and must not shadow it.
      if (!name || Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue;
      for (const form of [name, name.replace(/ & /g, ' and '), name.replace(/ \(.*\)$/, '')]) {
        names.set(plain(form), names.get(plain(form)) ?? code);
      }
    }
  }
  for (const [name, code] of Object.entries(aliases)) names.set(plain(name), code);
  return names;
}

let byName: Map<string, string> | null = null;

/** ISO alpha-2 of an English country name, or null. */
export function countryCodeOf(name: string): string | null {
  byName ??= readNames();
  const text = plain(name);
  return byName.get(text) ?? byName.get(text.replace(/ \(.*\)$/, '')) ?? null;
}
