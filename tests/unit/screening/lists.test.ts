import { describe, expect, test } from 'vitest';
import { countryCodeOf } from '@/server/modules/screening/country-names';
import { type ListFile, ListFormatError, loadList } from '@/server/modules/screening/lists';
import { parsePartialDate } from '@/server/modules/screening/partial-date';
import { csvRows, listsAbsent, loadPublished } from '@/tests/support/screening-lists';

const cut = (text: string, size: number): string[] => text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
const bytes = (text: string): Uint8Array[] => Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte));

describe('CSV', () => {
  const records = async (text: string, size = 1000) => csvRows(cut(text, size));
  test('quotes, doubled quotes, line breaks, the final 0x1A', async () => {
    const text = '1,"a ""b"", c",\r\n2,"x\ny",z\r\n\u001a';
    const expected = [
      ['1', 'a "b", c', ''],
      ['2', 'x\ny', 'z'],
    ];
    for (const size of [1, 2, 3, 1000]) expect(await records(text, size)).toEqual(expected);
  });
  test('a file cut inside a quote is an error, not a short list', async () => {
    await expect(records('1,"open')).rejects.toThrow(ListFormatError);
  });
});

const sdn = [
  '9999,"DOE, Jane Q.","individual","SDGT] [IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 10 Dec 1948; alt. DOB circa 1950; POB Giza, Egypt; nationality Iran; Gender Female; Passport A1234567 (Iran); a.k.a. \'JANE THE HAMMER\'."',
  '9998,"MV EXAMPLE","vessel","CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
  'x,"BROKEN",-0- ',
].join('\r\n');
const files = {
  primary: [`${sdn}\r\n\u001a`],
  aliases: ['9999,1,"aka","SMITH, Janet",-0- \r\n9999,2,"fka","ROE, Jane",-0- \r\n'],
  addresses: ['9999,1,-0- ,"Beirut","Lebanon",-0- \r\n'],
};

test('OFAC CSV: aliases, weak aliases, dates, countries, documents', async () => {
  const list = await loadList({ format: 'ofac_csv', source: 'ofac_sdn', files });
  expect(list.problems).toEqual([{ record: 'line 3', reason: '3 columns, id x, name BROKEN' }]);
  expect(list.entries.map(({ type }) => type)).toEqual(['individual', 'vessel']);
  expect(list.entries[0]).toMatchObject({
    id: 'ofac_sdn:9999',
    names: [
      { text: 'DOE, Jane Q.', quality: 'primary', kind: 'name' },
      { text: 'SMITH, Janet', quality: 'strong', kind: 'also_known' },
      { text: 'ROE, Jane', quality: 'strong', kind: 'formerly_known' },
      { text: 'JANE THE HAMMER', quality: 'weak', kind: 'also_known' },
    ],
    born: [
      { from: '1948-12-10', to: '1948-12-10' },
      { from: '1948-01-01', to: '1952-12-31' },
    ],
    gender: 'female',
    countries: [
      { country: 'EG', role: 'birth' },
      { country: 'IR', role: 'nationality' },
      { country: 'LB', role: 'address' },
    ],
    programmes: ['SDGT', 'IRAN'],
    documents: [{ kind: 'Passport', number: 'A1234567', country: 'IR' }],
  });
});

const sdnXml = `<?xml version="1.0"?><sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
<publshInformation><Publish_Date>10/02/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>9999</uid><firstName>Jane Q.</firstName><lastName>DOE</lastName><sdnType>Individual</sdnType>
<programList><program>SDGT</program><program>IRAN</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>A1234567</idNumber><idCountry>Iran</idCountry></id>
<id><uid>2</uid><idType>Gender</idType><idNumber>Female</idNumber></id></idList>
<akaList><aka><uid>1</uid><type>a.k.a.</type><category>strong</category><lastName>SMITH</lastName><firstName>Janet</firstName></aka>
<aka><uid>2</uid><type>f.k.a.</type><category>weak</category><lastName>HAMMER &amp; NAIL</lastName></aka></akaList>
<addressList><address><uid>1</uid><city>Beirut</city><country>Lebanon</country></address></addressList>
<nationalityList><nationality><uid>1</uid><country>Iran</country><mainEntry>true</mainEntry></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>1</uid><dateOfBirth>10 Dec 1948</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><uid>1</uid><placeOfBirth>Giza, Egypt</placeOfBirth></placeOfBirthItem></placeOfBirthList></sdnEntry>
<sdnEntry><uid>7</uid><lastName>ÉTOILE S.A.</lastName><sdnType>Entity</sdnType><programList><program>CUBA</program></programList></sdnEntry>
</sdnList>`;

test('OFAC XML loads the same shape, in pieces of any size', async () => {
  const whole = await loadList({ format: 'ofac_xml', source: 'ofac_sdn', file: [sdnXml] });
  expect(await loadList({ format: 'ofac_xml', source: 'ofac_sdn', file: bytes(sdnXml) })).toEqual(whole);
  expect(whole).toMatchObject({ publishedAt: '10/02/2026', problems: [] });
  expect(whole.entries[0]).toMatchObject({
    id: 'ofac_sdn:9999',
    names: [
      { text: 'DOE, Jane Q.', quality: 'primary' },
      { text: 'SMITH, Janet', quality: 'strong' },
      { text: 'HAMMER & NAIL', quality: 'weak', kind: 'formerly_known' },
    ],
    born: [{ from: '1948-12-10', to: '1948-12-10' }],
    gender: 'female',
    countries: [{ country: 'IR' }, { country: 'EG' }, { country: 'LB' }],
    documents: [{ kind: 'Passport', number: 'A1234567', country: 'IR' }],
  });
  expect(whole.entries[1]).toMatchObject({ type: 'entity', names: [{ text: 'ÉTOILE S.A.' }], programmes: ['CUBA'] });
});

const unXml = `<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME>ALI</FIRST_NAME><SECOND_NAME>REZA</SECOND_NAME><THIRD_NAME>KARIMI</THIRD_NAME><UN_LIST_TYPE>Iran</UN_LIST_TYPE>
<REFERENCE_NUMBER>IRi.099</REFERENCE_NUMBER><LISTED_ON>2010-06-09</LISTED_ON><GENDER>Male</GENDER><NAME_ORIGINAL_SCRIPT>علیرضا کریمی</NAME_ORIGINAL_SCRIPT>
<NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Engineer</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>A. R. Karimi; Alireza Karimy</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><COUNTRY/></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>007123</NUMBER><ISSUING_COUNTRY>Iran (Islamic Republic of)</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
</INDIVIDUAL><INDIVIDUAL><DATAID>2</DATAID></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>3</DATAID><FIRST_NAME>ACME TRADING</FIRST_NAME>
<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>ACME OLD</ALIAS_NAME></ENTITY_ALIAS><ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
<ENTITY_ADDRESS><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>`;

test('UN XML: names, scripts, aliases by quality, uncertain births', async () => {
  const list = await loadList({ format: 'un_xml', source: 'un_consolidated', file: bytes(unXml) });
  expect(list.publishedAt).toBe('2026-02-27T00:00:09.554Z');
  expect(list.problems).toEqual([{ record: '2', reason: 'no id or no name' }]);
  expect(list.entries).toMatchObject([
    {
      reference: 'IRi.099',
      listedOn: '2010-06-09',
      names: [
        { text: 'ALI REZA KARIMI', quality: 'primary' },
        { text: 'علیرضا کریمی', kind: 'original_script' },
        { text: 'The Engineer', quality: 'weak' },
        { text: 'A. R. Karimi', quality: 'strong' },
        { text: 'Alireza Karimy', quality: 'strong' },
      ],
      born: [
        { from: '1960-01-01', to: '1962-12-31' },
        { from: '1968-01-01', to: '1972-12-31' },
      ],
      countries: [{ country: 'IR', role: 'nationality' }],
      documents: [{ number: '007123', country: 'IR' }],
    },
    {
      type: 'entity',
      names: [{ text: 'ACME TRADING' }, { text: 'ACME OLD', kind: 'formerly_known' }],
      countries: [{ country: 'KP' }],
    },
  ]);
});

test('a truncated file is an error, not a shorter list', async () => {
  const file: ListFile = { format: 'un_xml', source: 'un_consolidated', file: [unXml.slice(0, 600)] };
  await expect(loadList(file)).rejects.toThrow('ends inside a record');
});

test.each([
  ['10 Dec 1948', '1948-12-10', '1948-12-10'],
  ['Jan 1962', '1962-01-01', '1962-01-31'],
  ['Feb 1964.', '1964-02-01', '1964-02-29'],
  ['1962', '1962-01-01', '1962-12-31'],
  ['circa 1957', '1955-01-01', '1959-12-31'],
  ['1957 to 1960', '1957-01-01', '1960-12-31'],
  ['01 Jan 1961 to 31 Dec 1962', '1961-01-01', '1962-12-31'],
  ['1958-07-04', '1958-07-04', '1958-07-04'],
])('born %s', (text, from, to) => {
  expect(parsePartialDate(text)).toEqual({ from, to });
});

test.each(['', 'unknown', '31 Feb 1960', '1960 to 1950', '99', '5000'])('no date: "%s"', (text) => {
  expect(parsePartialDate(text)).toBeNull();
});

test('countries by the names that lists use', () => {
  const names = [
    'Iran (Islamic Republic of)',
    'Korea, North',
    'Burma',
    'Myanmar',
    "Cote d'Ivoire",
    'Russian Federation',
    'Syria',
    'Germany',
    'Congo, Democratic Republic of the',
    'Trinidad and Tobago',
    'The Gambia',
  ];
  expect(names.map(countryCodeOf)).toEqual(['IR', 'KP', 'MM', 'MM', 'CI', 'RU', 'SY', 'DE', 'CD', 'TT', 'GM']);
  expect(countryCodeOf('Serbia and Montenegro')).toBeNull();
});

describe.skipIf(listsAbsent)('the published lists', () => {
  test('OFAC SDN of 2021', async () => {
    const { entries, problems } = await loadPublished('ofac_sdn');
    const people = entries.filter(({ type }) => type === 'individual');
    expect([entries.length, people.length, problems.length]).toEqual([8976, 4620, 0]);
    expect(people.filter(({ born }) => born.length > 0).length).toBeGreaterThan(4400);
    expect(entries.flatMap(({ names }) => names).filter(({ quality }) => quality === 'strong')).toHaveLength(11_910);
    const links = entries.flatMap(({ countries }) => countries);
    expect(links.filter(({ country }) => country === null).length / links.length).toBeLessThan(0.02);
  });

  test('OFAC consolidated and UN', async () => {
    const [ofac, un] = await Promise.all([loadPublished('ofac_consolidated'), loadPublished('un_consolidated')]);
    expect([ofac.entries.length, ofac.problems.length]).toEqual([442, 0]);
    expect([un.entries.length, un.problems.length, un.publishedAt]).toEqual([1003, 0, '2026-02-27T00:00:09.554Z']);
    expect(un.entries.filter(({ type }) => type === 'individual')).toHaveLength(730);
  });
});
