/**
 * Latin letters for other scripts, as passports and lists tend to write them. Vowels that a script does not write stay missing;
 * the comparison forgives that. Ideographs have no reading without a dictionary and stay what they are.
 */
const cyrillic = pairs(
  'абвгдезийклмнопрстуфцыэіїє',
  'a b v g d e z i i k l m n o p r s t u f ts y e i i e',
  'жч ш щ ю я х ё ъ ь ў ґ ј љ њ ђ ћ џ ѓ ќ ѕ ә ө ү ұ ғ қ ң һ',
  'zh ch sh shch yu ya kh e - - u g j lj nj dj c dz g k dz a o u u g k n h',
);
const greek = pairs('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o');
const hebrew = pairs('אבגדהוזחטיכךלמםנןסעפףצץקרשת', 'a b g d h v z kh t i k k l m m n n s a p f ts ts k r sh t');
const arabic = pairs(
  'ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئپچژگکیٱہھٹڈڑںے',
  'a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h u i a a - a i a u i p ch zh g k i a h h t d r n e',
);
const armenian = pairs(
  'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ',
  'a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts u p k o f',
);
const georgian = pairs(
  'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ',
  'a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h',
);
const latin = pairs('ßøłđıæœþðŧħŋəɛɔʻʼ', 'ss o l d i ae oe th d t h n a e o - -');
// Devanagari; the other Indic blocks repeat its layout every 0x80 code points.
const indicConsonants = 'k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h'.split(
  ' ',
);
const indicVowels = 'a a i i u u ri li e e e ai o o o au'.split(' ');
const indicSigns = 'a i i u u ri ri e e e ai o o o au'.split(' ');
const kanaRows: readonly [string, string][] = [
  [
    'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン',
    'a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa o n',
  ],
  [
    'ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォャュョッー',
    'ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po vu a i u e o ya yu yo - -',
  ],
];
const kana = new Map(kanaRows.flatMap(([letters, sounds]) => [...pairs(letters, sounds)]));
const hangulLead = 'g kk n d tt r m b pp s ss - j jj ch k t p h'.split(' ');
const hangulVowel = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
const hangulTail = '- k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');

const letters = new Map([...cyrillic, ...greek, ...hebrew, ...arabic, ...armenian, ...georgian, ...latin, ...kana]);

/** Letters and their readings side by side; "-" is silence. */
function pairs(...columns: string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < columns.length; i += 2) {
    const from = [...(columns[i] ?? '').replaceAll(' ', '')];
    const to = (columns[i + 1] ?? '').split(' ');
    if (from.length !== to.length) throw new RangeError(`${from.length} letters, ${to.length} readings: ${columns[i]}`);
    for (const [at, letter] of from.entries()) map.set(letter, to[at] === '-' ? '' : (to[at] ?? ''));
  }
  return map;
}

function hangul(code: number): string {
  const at = code - 0xac00;
  const lead = hangulLead[Math.floor(at / 588)] ?? '';
  const vowel = hangulVowel[Math.floor((at % 588) / 28)] ?? '';
  const tail = hangulTail[at % 28] ?? '';
  return `${lead}${vowel}${tail}`.replaceAll('-', '');
}

/** Consonants carry an "a" unless a vowel sign or the virama follows. */
function indic(code: number, next: number | undefined): string | null {
  const slot = code % 0x80;
  if (slot >= 0x05 && slot <= 0x14) return indicVowels[slot - 0x05] ?? '';
  if (slot >= 0x15 && slot <= 0x39) {
    const follows = next === undefined ? -1 : next % 0x80;
    const inBlock = next !== undefined && Math.floor(next / 0x80) === Math.floor(code / 0x80);
    const bare = !inBlock || (follows >= 0x3e && follows <= 0x4d);
    return `${indicConsonants[slot - 0x15] ?? ''}${bare ? '' : 'a'}`;
  }
  if (slot >= 0x3e && slot <= 0x4c) return indicSigns[slot - 0x3e] ?? '';
  if (slot === 0x01 || slot === 0x02) return 'n';
  return slot >= 0x66 && slot <= 0x6f ? String(slot - 0x66) : '';
}

/** Lower-case text of marks and letters to Latin; what has no reading is returned as it came. */
export function transliterate(text: string): string {
  let out = '';
  const points = [...text];
  for (const [i, letter] of points.entries()) {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80) out += letter;
    else if (code >= 0x0900 && code < 0x0d80) out += indic(code, points[i + 1]?.codePointAt(0)) ?? '';
    else if (code >= 0xac00 && code <= 0xd7a3) out += hangul(code);
    else if (code >= 0x3041 && code <= 0x3096) out += letters.get(String.fromCharCode(code + 0x60)) ?? letter;
    else out += letters.get(letter) ?? letter;
  }
  return out;
}
