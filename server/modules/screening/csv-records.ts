import { type Chunks, ListFormatError, textOf } from './list-entry';

const MAX_RECORD = 1_000_000;

/** RFC 4180 records, streamed: quotes, doubled quotes and line breaks inside quotes. Ends at the 0x1A that OFAC's files carry. */
export async function* csvRecords(chunks: Chunks): AsyncGenerator<string[]> {
  let record: string[] = [];
  let cell = '';
  let state: 'plain' | 'quoted' | 'quote_in_quoted' = 'plain';
  let size = 0;
  const endCell = () => {
    record.push(cell);
    cell = '';
    state = 'plain';
  };
  for await (const text of textOf(chunks)) {
    for (const letter of text) {
      size += 1;
      if (size > MAX_RECORD) throw new ListFormatError('a CSV record of more than a million characters');
      if (state === 'quoted') {
        if (letter === '"') state = 'quote_in_quoted';
        else cell += letter;
      } else if (letter === '"') {
        if (state === 'quote_in_quoted') cell += '"';
        state = 'quoted';
      } else if (letter === ',') {
        endCell();
      } else if (letter === '\n') {
        endCell();
        yield record;
        record = [];
        size = 0;
      } else if (letter !== '\r' && letter !== '\u001a') {
        cell += letter;
        state = 'plain';
      }
    }
  }
  if (state === 'quoted') throw new ListFormatError('the file ends inside a quoted cell');
  if (record.length > 0 || cell !== '') {
    endCell();
    yield record;
  }
}
