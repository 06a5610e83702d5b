import { describe, expect, test } from 'vitest';
import { compareNames } from '@/server/modules/screening/match';
import { type NameKind, plainText, tokenise } from '@/server/modules/screening/normalise';
import { buildIndex, REVIEW_SCORE, screen } from '@/server/modules/screening/screen';
import { editCost } from '@/server/modules/screening/similarity';
import { listed } from '@/tests/support/screening-lists';

const compare = (a: string, b: string, kind: NameKind = 'person') =>
  compareNames(tokenise(a, kind), tokenise(b, kind), kind).score;

describe('plain text', () => {
  test.each([
    ['Świętosław Żółć', 'swietoslaw zolc'],
    ['Владимир Путин', 'vladimir putin'],
    ['Μητσοτάκης', 'mitsotakis'],
    ['김정은', 'gimjeongeun'],
    ['नरेन्द्र मोदी', 'narendr modi'],
    ['バラク・オバマ', 'baraku obama'],
    ['ბარაკ ობამა', 'barak obama'],
    ['L.X.C. Aviation', 'lxc aviation'],
    ["O'Brien & Sons, S.A.R.L.", 'obrien and sons sarl'],
    ["Ba'asyir, Abu Bakar", 'baasyir abu bakar'],
    ['', ''],
  ])('%s', (name, expected) => {
    expect(plainText(name)).toBe(expected);
  });
});

describe('names of people', () => {
  test.each([
    ['Hasan Rohani', 'Hassan Rouhani'],
    ['Moammar Qaddafi', 'Muammar Gaddafi'],
    ['MAXAMED CABDULLAAHI CIISE', 'MAXAMED CABDULLAAH CIISE'],
    ['Arkadii Romanovich Rotenberg', 'Ротенберг Аркадий Романович'],
    ['ROTENBERG, Arkady Romanovich', 'Arkady Romanovich Rotenberg'],
    ['Dr. Olaf Scholz', 'Olaf Scholz'],
    ['Alireza Karimi', 'Ali Reza Karimi'],
    ['J. Alvarez Pineda', 'Jose Alvarez Pineda'],
    ['Sergey Sergey Shoigu', 'Sergey Shoigu'],
  ])('%s is %s', (a, b) => {
    expect(compare(a, b)).toBeGreaterThan(0.8);
  });

  test.each([
    ['Roger Federman', 'Roger Federer'],
    ['Pekka Orpo', 'Petteri Orpo'],
    ['Angelo Cruz', 'Angela Merkel'],
    ['KAMEL BENMOHAMED', 'KAMEL DJERMANE'],
    ['Emma LLC', 'emma daniels'],
  ])('%s is not %s', (a, b) => {
    expect(compare(a, b)).toBeLessThan(0.7);
  });

  test('the explanation names each word', () => {
    const result = compareNames(
      tokenise('Mohamed al Fayed X', 'person'),
      tokenise('FAYED, Muhammad Al', 'person'),
      'person',
    );
    expect(result.aligned.map(({ query, listed: other, how }) => [query, other, how])).toEqual([
      ['al', 'al', 'same'],
      ['fayed', 'fayed', 'same'],
      ['mohamed', 'muhammad', 'similar'],
    ]);
    expect(result.unmatched).toEqual({ query: ['x'], listed: [] });
  });
});

describe('names of organisations', () => {
  test.each([
    ['Gazprom JSC', 'OAO Gazprom'],
    ['Apple Incorporated', 'Apple Inc.'],
    ['Volkswagen Gesellschaft mit beschränkter Haftung', 'Volkswagen GmbH'],
    ['1st International Bank', 'First International Bank'],
    ['ABC Company', 'A.B.C. Company'],
    ['Procter & Gamble Co.', 'Procter and Gamble Co.'],
  ])('%s is %s', (a, b) => {
    expect(compare(a, b, 'organisation')).toBeGreaterThan(0.9);
  });

  test.each([
    ['Volkswagen Aktiengesellschaft', 'Siemens Aktiengesellschaft'],
    ['Management Company', 'Westminster Management Company'],
    ['Government of Estonia', 'Government of Ethiopia'],
  ])('%s is not %s', (a, b) => {
    expect(compare(a, b, 'organisation')).toBeLessThan(0.8);
  });
});

test('edits: slips cost less than other letters', () => {
  expect(editCost('abc', 'abc')).toBe(0);
  expect(editCost('maria', 'mraia')).toBeLessThan(1);
  expect(editCost('hasan', 'hasen')).toBeLessThan(editCost('hasan', 'haxan'));
  expect(editCost('', 'xyz')).toBe(3);
});

describe('screen', () => {
  const index = buildIndex([
    listed('1', ['ALI REZA KARIMI', 'A. R. Karimi'], {
      born: [{ from: '1960-01-01', to: '1962-12-31' }],
      countries: [{ country: 'IR', text: 'Iran', role: 'nationality' }],
      documents: [{ kind: 'Passport', number: 'K-123 4567', country: 'IR' }],
      gender: 'male',
    }),
    listed('2', ['KARIMI, Alireza']),
    listed('3', ['ESCOBAR, Juan'], {
      names: [
        { text: 'ESCOBAR, Juan', quality: 'primary', kind: 'name' },
        { text: 'PACHO', quality: 'weak', kind: 'also_known' },
      ],
    }),
    listed('4', ['ACME TRADING LLC'], { type: 'entity' }),
  ]);
  const person = (name: string, rest: object = {}) => ({ kind: 'person' as const, names: [name], ...rest });
  const scores = (subject: Parameters<typeof screen>[1]) =>
    Object.fromEntries(
      screen(index, subject, { minScore: 0.3 }).map(({ entryId, score }) => [entryId.split(':')[1], score]),
    );

  test('best first, one hit for each entry, with its reasons', () => {
    const hits = screen(index, person('Alireza Karimi', { born: '1961-05-05', countries: ['IR'], gender: 'male' }));
    expect(hits.map(({ entryId }) => entryId)).toEqual(['un_consolidated:1', 'un_consolidated:2']);
    expect(hits[0]?.explanation).toMatchObject({
      queryName: 'Alireza Karimi',
      listedName: { text: 'ALI REZA KARIMI' },
      corroboration: { born: 'agrees', country: 'agrees', gender: 'agrees', isWeakAlias: false },
      document: null,
    });
  });

  test('birth and country order a band but never clear a plain match', () => {
    const [agrees, unknown, near, differs] = ['1961-05-05', null, '1963-02-01', '1990-01-01'].map(
      (born) => scores(person('Ali Reza Karimi', { born }))[1] ?? 0,
    );
    expect(agrees).toBeGreaterThan(near ?? 1);
    expect(near).toBeGreaterThan(unknown ?? 1);
    expect(unknown).toBeGreaterThan(differs ?? 1);
    expect(differs).toBeGreaterThan(REVIEW_SCORE);
    const worst = person('Ali Reza Karimi', { born: '1990-01-01', countries: ['NO'], gender: 'female' });
    expect(scores(worst)[1]).toBeGreaterThan(REVIEW_SCORE);
  });

  test('a weak alias counts less, unless the birth agrees', () => {
    expect(scores(person('Pacho'))[3]).toBeLessThan(0.9);
    expect(scores(person('Pacho Moreno'))[3] ?? 0).toBeLessThan(REVIEW_SCORE);
  });

  test('the same document is the same person, whatever the name', () => {
    expect(screen(index, person('Someone Else', { documents: ['k1234567'] }))).toMatchObject([
      { entryId: 'un_consolidated:1', score: 1, explanation: { document: 'k1234567' } },
    ]);
  });

  test('people are not compared with companies, nor companies with people', () => {
    expect(screen(index, person('Acme Trading'))).toEqual([]);
    expect(screen(index, { kind: 'organisation', names: ['ACME Trading Ltd'] })).toMatchObject([
      { entryId: 'un_consolidated:4' },
    ]);
    expect(screen(index, { kind: 'organisation', names: ['Ali Reza Karimi'] })).toEqual([]);
  });

  test('what a person settled stays settled', () => {
    const settled = new Set(['un_consolidated:2']);
    expect(screen(index, person('Alireza Karimi', { settled })).map(({ entryId }) => entryId)).toEqual([
      'un_consolidated:1',
    ]);
    expect(screen(index, person('X Y', { documents: ['K1234567'], settled: new Set(['un_consolidated:1']) }))).toEqual(
      [],
    );
  });

  test('limit and threshold', () => {
    expect(screen(index, person('Alireza Karimi'), { limit: 1 })).toHaveLength(1);
    expect(screen(index, person('Alireza Karimi'), { minScore: 1.01 })).toEqual([]);
    expect(screen(buildIndex([]), person('Anybody'))).toEqual([]);
    expect(screen(index, person(''))).toEqual([]);
  });
});
