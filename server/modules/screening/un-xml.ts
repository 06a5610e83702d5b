import { countryCodeOf } from './country-names';
import type { Chunks, CountryLink, DateRange, ListEntry, ListEvent, ListedName } from './list-entry';
import { circaYear, parsePartialDate, yearsRange } from './partial-date';
import { node, nodes, text, texts, type XmlNode, xmlRecords } from './xml-records';

/** The consolidated list of the UN Security Council. */
export async function* readUnXml(chunks: Chunks): AsyncGenerator<ListEvent> {
  let published: string | null = null;
  const onHead = (head: string) => {
    published = /dateGenerated="([^"]+)"/.exec(head)?.[1] ?? null;
  };
  let told = false;
  for await (const { tag, node: record } of xmlRecords(chunks, ['INDIVIDUAL', 'ENTITY'], onHead)) {
    if (!told && published !== null) yield { kind: 'published', at: published };
    told = true;
    const entry = tag === 'INDIVIDUAL' ? individual(record) : entity(record);
    if (entry) yield { kind: 'entry', entry };
    else yield { kind: 'problem', record: text(record.DATAID) ?? '?', reason: 'no id or no name' };
  }
}

function fullName(record: XmlNode): string | null {
  const parts = [record.FIRST_NAME, record.SECOND_NAME, record.THIRD_NAME, record.FOURTH_NAME].map(text);
  return parts.filter((part) => part !== null).join(' ') || null;
}

const qualities: Readonly<Record<string, Pick<ListedName, 'quality' | 'kind'>>> = {
  low: { quality: 'weak', kind: 'also_known' },
  'f.k.a.': { quality: 'strong', kind: 'formerly_known' },
};

function names(record: XmlNode, alias: 'INDIVIDUAL_ALIAS' | 'ENTITY_ALIAS'): ListedName[] {
  const primary = fullName(record);
  if (primary === null) return [];
  const script = text(record.NAME_ORIGINAL_SCRIPT);
  const list: ListedName[] = [{ text: primary, quality: 'primary', kind: 'name' }];
  if (script !== null) list.push({ text: script, quality: 'strong', kind: 'original_script' });
  for (const item of nodes(record[alias])) {
    const quality = qualities[(text(item.QUALITY) ?? '').toLowerCase()] ?? { quality: 'strong', kind: 'also_known' };
    // Some records put several names into one element.
    for (const name of (text(item.ALIAS_NAME) ?? '').split(/\s*;\s*/))
      if (name !== '') list.push({ text: name, ...quality });
  }
  return list;
}

const numberOf = (value: unknown): number | null => {
  const digits = text(value);
  return digits !== null && /^\d{4}$/.test(digits) ? Number(digits) : null;
};

function birth(item: XmlNode): DateRange | null {
  const [from, to, year] = [numberOf(item.FROM_YEAR), numberOf(item.TO_YEAR), numberOf(item.YEAR)];
  if (from !== null && to !== null && from <= to) return yearsRange(from, to);
  const day = text(item.DATE);
  const exact = day === null ? null : parsePartialDate(day);
  if (exact) return exact;
  if (year === null) return null;
  return text(item.TYPE_OF_DATE) === 'APPROXIMATELY' ? circaYear(year) : yearsRange(year, year);
}

function base(record: XmlNode, alias: 'INDIVIDUAL_ALIAS' | 'ENTITY_ALIAS') {
  const sourceId = text(record.DATAID);
  const named = names(record, alias);
  if (sourceId === null || named.length === 0) return null;
  return {
    id: `un_consolidated:${sourceId}`,
    source: 'un_consolidated' as const,
    sourceId,
    reference: text(record.REFERENCE_NUMBER),
    names: named,
    programmes: texts(record.UN_LIST_TYPE),
    listedOn: parsePartialDate(text(record.LISTED_ON) ?? '')?.from ?? null,
    remarks: text(record.COMMENTS1),
  };
}

function links(values: readonly (string | null)[], role: CountryLink['role']): CountryLink[] {
  const named = [...new Set(values.filter((value): value is string => value !== null))];
  return named.map((name) => ({ country: countryCodeOf(name), text: name, role }));
}

function entity(record: XmlNode): ListEntry | null {
  const common = base(record, 'ENTITY_ALIAS');
  if (!common) return null;
  const countries = links(
    nodes(record.ENTITY_ADDRESS).map((item) => text(item.COUNTRY)),
    'address',
  );
  return { ...common, type: 'entity', born: [], gender: null, countries, documents: [] };
}

function individual(record: XmlNode): ListEntry | null {
  const common = base(record, 'INDIVIDUAL_ALIAS');
  if (!common) return null;
  const gender = text(record.GENDER)?.toLowerCase();
  return {
    ...common,
    type: 'individual',
    born: nodes(record.INDIVIDUAL_DATE_OF_BIRTH)
      .map(birth)
      .filter((range) => range !== null),
    gender: gender === 'male' || gender === 'female' ? gender : null,
    countries: [
      ...links(texts(node(record.NATIONALITY).VALUE), 'nationality'),
      ...links(
        nodes(record.INDIVIDUAL_ADDRESS).map((item) => text(item.COUNTRY)),
        'address',
      ),
      ...links(
        nodes(record.INDIVIDUAL_PLACE_OF_BIRTH).map((item) => text(item.COUNTRY)),
        'birth',
      ),
    ],
    documents: nodes(record.INDIVIDUAL_DOCUMENT).flatMap((item) => {
      const number = text(item.NUMBER);
      const country = text(item.ISSUING_COUNTRY) ?? text(item.COUNTRY_OF_ISSUE);
      if (number === null) return [];
      return [{ kind: text(item.TYPE_OF_DOCUMENT) ?? 'document', number, country: country && countryCodeOf(country) }];
    }),
  };
}
