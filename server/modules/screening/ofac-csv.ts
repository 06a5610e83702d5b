import { countryCodeOf } from './country-names';
import { csvRecords } from './csv-records';
import type { Chunks, CountryLink, EntryType, ListEntry, ListEvent, ListedName, ListSource } from './list-entry';
import { parsePartialDate } from './partial-date';

/**
 * OFAC's "legacy" CSV: sdn.csv or cons_prim.csv with their alt and add files, without header, "-0- " for nothing.
 * Dates of birth, nationality, documents and weak aliases exist only inside the remarks.
 */
export type OfacCsvFiles = { readonly primary: Chunks; readonly aliases?: Chunks; readonly addresses?: Chunks };

type OfacSource = Extract<ListSource, 'ofac_sdn' | 'ofac_consolidated'>;

const cellText = (cell: string | undefined): string | null => {
  const text = (cell ?? '').trim();
  return text === '' || text === '-0-' ? null : text;
};

const kinds: Readonly<Record<string, ListedName['kind']>> = {
  aka: 'also_known',
  fka: 'formerly_known',
  nka: 'also_known',
};

async function aliasesById(chunks: Chunks | undefined): Promise<Map<string, ListedName[]>> {
  const byId = new Map<string, ListedName[]>();
  for await (const [id, , kind, name] of chunks === undefined ? [] : csvRecords(chunks)) {
    const [key, text] = [cellText(id), cellText(name)];
    if (key === null || text === null) continue;
    const alias: ListedName = { text, quality: 'strong', kind: kinds[cellText(kind) ?? ''] ?? 'also_known' };
    byId.set(key, [...(byId.get(key) ?? []), alias]);
  }
  return byId;
}

async function addressesById(chunks: Chunks | undefined): Promise<Map<string, CountryLink[]>> {
  const byId = new Map<string, CountryLink[]>();
  for await (const [id, , , , country] of chunks === undefined ? [] : csvRecords(chunks)) {
    const [key, text] = [cellText(id), cellText(country)];
    if (key === null || text === null) continue;
    byId.set(key, [...(byId.get(key) ?? []), { country: countryCodeOf(text), text, role: 'address' }]);
  }
  return byId;
}

const types: Readonly<Record<string, EntryType>> = { individual: 'individual', vessel: 'vessel', aircraft: 'aircraft' };

type FromRemarks = {
  names: ListedName[];
  born: ListEntry['born'][number][];
  gender: ListEntry['gender'];
  countries: CountryLink[];
  documents: ListEntry['documents'][number][];
};

const documentPattern =
  /^(?:alt\. )?(Passport|National ID No\.|Cedula No\.|Tax ID No\.|R\.F\.C\.|C\.U\.R\.P\.|N\.I\.E\.|NIT #|RUC #|SSN|Identification Number|Registration ID|Vessel Registration Identification)\s*([^()]*?)\s*(?:\(([^)]*)\))?(?: (?:issued|expires).*)?$/;

/** "DOB 10 Dec 1948; alt. DOB 1949; POB Giza, Egypt; nationality Egypt; Passport 108401 (Egypt); a.k.a. 'ABU X'." */
export function parseOfacRemarks(remarks: string): FromRemarks {
  const found: FromRemarks = { names: [], born: [], gender: null, countries: [], documents: [] };
  for (const part of remarks.replace(/\.\s*$/, '').split(/;\s*/)) {
    const link = (text: string, role: CountryLink['role']) =>
      found.countries.push({ country: countryCodeOf(text), text, role });
    const [, dob] = /^(?:alt\. )?DOB (.+)$/.exec(part) ?? [];
    const [, pob] = /^(?:alt\. )?POB (.+)$/.exec(part) ?? [];
    const [, nationality] = /^(?:alt\. )?nationality (?:of Registration )?(.+)$/i.exec(part) ?? [];
    const [, citizen] = /^(?:alt\. )?citizen (.+)$/i.exec(part) ?? [];
    const [, gender] = /^Gender (Male|Female)$/i.exec(part) ?? [];
    const [, weak] = /^(?:alt\. )?[af]\.k\.a\. '(.+)'$/.exec(part) ?? [];
    const [, kind, number, country] = documentPattern.exec(part) ?? [];
    const range = dob === undefined ? null : parsePartialDate(dob);
    if (range) found.born.push(range);
    if (pob) link(pob.split(', ').at(-1) ?? pob, 'birth');
    if (nationality) link(nationality, 'nationality');
    if (citizen) link(citizen, 'citizenship');
    if (gender) found.gender = gender.toLowerCase() === 'male' ? 'male' : 'female';
    // OFAC's FAQ 123: weak aliases are those printed in quotes among the remarks.
    if (weak) found.names.push({ text: weak, quality: 'weak', kind: 'also_known' });
    if (kind && number) found.documents.push({ kind, number, country: country ? countryCodeOf(country) : null });
  }
  return found;
}

export async function* readOfacCsv(source: OfacSource, files: OfacCsvFiles): AsyncGenerator<ListEvent> {
  const [aliases, addresses] = await Promise.all([aliasesById(files.aliases), addressesById(files.addresses)]);
  let line = 0;
  for await (const record of csvRecords(files.primary)) {
    line += 1;
    if (record.length === 1 && record[0]?.trim() === '') continue;
    const [idCell, nameCell, typeCell, programmeCell] = record;
    const [sourceId, name, programme] = [cellText(idCell), cellText(nameCell), cellText(programmeCell)];
    if (record.length !== 12 || sourceId === null || name === null || !/^\d+$/.test(sourceId)) {
      yield {
        kind: 'problem',
        record: `line ${line}`,
        reason: `${record.length} columns, id ${sourceId}, name ${name}`,
      };
      continue;
    }
    const remarks = cellText(record[11]);
    const more = parseOfacRemarks(remarks ?? '');
    const entry: ListEntry = {
      id: `${source}:${sourceId}`,
      source,
      sourceId,
      reference: null,
      type: types[cellText(typeCell) ?? ''] ?? 'entity',
      names: [{ text: name, quality: 'primary', kind: 'name' }, ...(aliases.get(sourceId) ?? []), ...more.names],
      born: more.born,
      gender: more.gender,
      countries: [...more.countries, ...(addresses.get(sourceId) ?? [])],
      programmes: (programme ?? '').split(/\] \[|[[\]]/).filter((text) => text !== ''),
      documents: more.documents,
      listedOn: null,
      remarks,
    };
    yield { kind: 'entry', entry };
  }
}
