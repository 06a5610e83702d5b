import type { Chunks, ListEntry, ListEvent, ListSource } from './list-entry';
import { type OfacCsvFiles, readOfacCsv } from './ofac-csv';
import { readOfacXml } from './ofac-xml';
import { readUnXml } from './un-xml';

export type {
  Chunks,
  ListEntry,
  ListEvent,
  ListSource,
} from './list-entry';
export { ListFormatError } from './list-entry';

export type ListFile =
  | { readonly format: 'ofac_csv'; readonly source: 'ofac_sdn' | 'ofac_consolidated'; readonly files: OfacCsvFiles }
  | { readonly format: 'ofac_xml'; readonly source: 'ofac_sdn' | 'ofac_consolidated'; readonly file: Chunks }
  | { readonly format: 'un_xml'; readonly source: 'un_consolidated'; readonly file: Chunks };

/** The records of a published list as they are read; memory holds one record (and the alias files of OFAC's CSV). */
export function readList(list: ListFile): AsyncGenerator<ListEvent> {
  switch (list.format) {
    case 'ofac_csv':
      return readOfacCsv(list.source, list.files);
    case 'ofac_xml':
      return readOfacXml(list.source, list.file);
    case 'un_xml':
      return readUnXml(list.file);
  }
}

export type LoadedList = {
  readonly source: ListSource;
  /** As the publisher writes it; null where the format does not say. */
  readonly publishedAt: string | null;
  readonly entries: readonly ListEntry[];
  /** Records that could not be read; a list with any is shown to an operator before it replaces the one in force. */
  readonly problems: readonly { readonly record: string; readonly reason: string }[];
};

export async function loadList(list: ListFile): Promise<LoadedList> {
  const byId = new Map<string, ListEntry>();
  const problems: { record: string; reason: string }[] = [];
  let publishedAt: string | null = null;
  for await (const event of readList(list)) {
    if (event.kind === 'published') publishedAt = event.at;
    else if (event.kind === 'problem') problems.push({ record: event.record, reason: event.reason });
    else if (byId.has(event.entry.id)) problems.push({ record: event.entry.id, reason: 'id exists twice' });
    else byId.set(event.entry.id, event.entry);
  }
  return { source: list.source, publishedAt, entries: [...byId.values()], problems };
}
