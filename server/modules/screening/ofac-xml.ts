import { countryCodeOf } from './country-names';
import type { Chunks, CountryLink, EntryType, ListEntry, ListEvent, ListedName, ListSource } from './list-entry';
import { parsePartialDate } from './partial-date';
import { node, nodes, text, texts, type XmlNode, xmlRecords } from './xml-records';

/** OFAC's SDN.XML and CONSOLIDATED.XML (`sdnList`), where weak aliases are marked as such. */
export async function* readOfacXml(
  source: Extract<ListSource, 'ofac_sdn' | 'ofac_consolidated'>,
  chunks: Chunks,
): AsyncGenerator<ListEvent> {
  let published: string | null = null;
  const onHead = (head: string) => {
    published = /<Publish_Date>([^<]+)</.exec(head)?.[1] ?? null;
  };
  let told = false;
  for await (const { node: record } of xmlRecords(chunks, ['sdnEntry'], onHead)) {
    if (!told && published !== null) yield { kind: 'published', at: published };
    told = true;
    const entry = entryOf(source, record);
    if (entry) yield { kind: 'entry', entry };
    else yield { kind: 'problem', record: text(record.uid) ?? '?', reason: 'no id or no name' };
  }
}

/** "LAST, First", as the CSV writes it, so that both formats load the same names. */
function nameOf(item: XmlNode): string | null {
  const [last, first] = [text(item.lastName), text(item.firstName)];
  return last !== null && first !== null ? `${last}, ${first}` : (last ?? first);
}

const types: Readonly<Record<string, EntryType>> = { Individual: 'individual', Vessel: 'vessel', Aircraft: 'aircraft' };

function aliasOf(item: XmlNode): ListedName[] {
  const name = nameOf(item);
  if (name === null) return [];
  const quality = text(item.category) === 'weak' ? 'weak' : 'strong';
  return [{ text: name, quality, kind: text(item.type) === 'f.k.a.' ? 'formerly_known' : 'also_known' }];
}

function linksOf(list: unknown, tag: string, field: string, role: CountryLink['role']): CountryLink[] {
  return nodes(node(list)[tag]).flatMap((item) => {
    const name = text(item[field]);
    if (name === null) return [];
    const country = role === 'birth' ? (name.split(', ').at(-1) ?? name) : name;
    return [{ country: countryCodeOf(country), text: country, role }];
  });
}

function entryOf(source: ListEntry['source'], record: XmlNode): ListEntry | null {
  const [sourceId, name] = [text(record.uid), nameOf(record)];
  if (sourceId === null || name === null) return null;
  const ids = nodes(node(record.idList).id);
  const gender = ids.find((item) => text(item.idType) === 'Gender');
  const genderText = gender ? text(gender.idNumber)?.toLowerCase() : undefined;
  return {
    id: `${source}:${sourceId}`,
    source,
    sourceId,
    reference: null,
    type: types[text(record.sdnType) ?? ''] ?? 'entity',
    names: [{ text: name, quality: 'primary', kind: 'name' }, ...nodes(node(record.akaList).aka).flatMap(aliasOf)],
    born: nodes(node(record.dateOfBirthList).dateOfBirthItem)
      .map((item) => parsePartialDate(text(item.dateOfBirth) ?? ''))
      .filter((range) => range !== null),
    gender: genderText === 'male' || genderText === 'female' ? genderText : null,
    countries: [
      ...linksOf(record.nationalityList, 'nationality', 'country', 'nationality'),
      ...linksOf(record.citizenshipList, 'citizenship', 'country', 'citizenship'),
      ...linksOf(record.placeOfBirthList, 'placeOfBirthItem', 'placeOfBirth', 'birth'),
      ...linksOf(record.addressList, 'address', 'country', 'address'),
    ],
    programmes: texts(node(record.programList).program),
    documents: ids.flatMap((item) => {
      const [kind, number, country] = [text(item.idType), text(item.idNumber), text(item.idCountry)];
      if (kind === null || number === null || kind === 'Gender') return [];
      return [{ kind, number, country: country && countryCodeOf(country) }];
    }),
    listedOn: null,
    remarks: text(record.remarks),
  };
}
