import { createReadStream } from 'node:fs';
import path from 'node:path';
import { csvRecords } from '@/server/modules/screening/csv-records';
import {
  type Chunks,
  type ListEntry,
  type ListFile,
  type LoadedList,
  loadList,
} from '@/server/modules/screening/lists';
import { sharedData } from './shared-data';

const folder = sharedData('screening');
export const listsAbsent = folder === null;

/** Small pieces, so that records and characters are cut in the middle. */
const file = (name: string) => createReadStream(path.join(folder ?? '', name), { highWaterMark: 4099 });

const published: Record<LoadedList['source'], () => ListFile> = {
  ofac_sdn: () => ({
    format: 'ofac_csv',
    source: 'ofac_sdn',
    files: {
      primary: file('ofac-sdn-2021/sdn.csv'),
      aliases: file('ofac-sdn-2021/alt.csv'),
      addresses: file('ofac-sdn-2021/add.csv'),
    },
  }),
  ofac_consolidated: () => ({
    format: 'ofac_csv',
    source: 'ofac_consolidated',
    files: {
      primary: file('ofac-consolidated/cons_prim.csv'),
      aliases: file('ofac-consolidated/cons_alt.csv'),
      addresses: file('ofac-consolidated/cons_add.csv'),
    },
  }),
  un_consolidated: () => ({
    format: 'un_xml',
    source: 'un_consolidated',
    file: file('un/UN_consolidated.xml'),
  }),
};

export const loadPublished = (source: LoadedList['source']): Promise<LoadedList> => loadList(published[source]());

export async function allPublished(): Promise<ListEntry[]> {
  const lists = await Promise.all([
    loadPublished('ofac_sdn'),
    loadPublished('ofac_consolidated'),
    loadPublished('un_consolidated'),
  ]);
  return lists.flatMap(({ entries }) => entries);
}

export async function csvRows(chunks: Chunks): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of csvRecords(chunks)) rows.push(row);
  return rows;
}

/** An entry for tests that need only names. */
export function listed(id: string, names: readonly string[], change: Partial<ListEntry> = {}): ListEntry {
  return {
    id: `un_consolidated:${id}`,
    source: 'un_consolidated',
    sourceId: id,
    reference: null,
    type: 'individual',
    names: names.map((text, i) => ({
      text,
      quality: i === 0 ? 'primary' : 'strong',
      kind: i === 0 ? 'name' : 'also_known',
    })),
    born: [],
    gender: null,
    countries: [],
    programmes: [],
    documents: [],
    listedOn: null,
    remarks: null,
    ...change,
  };
}
