import type { CellObject, SheetData } from 'write-excel-file/browser';
import type { Column } from './columns';

const amount = /^([+-]?\d+(?:\.(\d+))?)(?: ([A-Z]{3,5}))?$/;
/** A spreadsheet keeps numbers as doubles, which hold fifteen digits exactly; longer ones stay text. */
const digitsMax = 15;

/** Numbers and sums stay numbers, so that a spreadsheet can add them; everything else is text and never a formula. */
export function cellOf(text: string): CellObject | null {
  if (text === '') return null;
  const [, number = '', fraction = '', currency] = amount.exec(text) ?? [];
  const digits = number.replace(/\D/g, '');
  // What begins with a zero is a reference, not a number.
  const isNumber = digits !== '' && digits.length <= digitsMax && !/^[+-]?0\d/.test(number);
  if (!isNumber) return { value: text, type: String };
  const places = fraction === '' ? '0' : `0.${'0'.repeat(fraction.length)}`;
  return { value: Number(number), type: Number, format: currency ? `#,##${places} "${currency}"` : places };
}

export function toSheet<Row>(columns: ReadonlyArray<Column<Row>>, rows: readonly Row[], mark: string): SheetData {
  const exported = columns.filter((column) => column.text !== undefined);
  const head = exported.map((column): CellObject => ({ value: column.header, type: String, fontWeight: 'bold' }));
  return [
    head,
    ...rows.map((row) => exported.map((column) => cellOf(column.text?.(row) ?? ''))),
    [{ value: mark, type: String }],
  ];
}

/** The writer is fetched when it is asked for: few people need it. */
export async function downloadXlsx(name: string, sheet: SheetData): Promise<void> {
  const { default: writeXlsx } = await import('write-excel-file/browser');
  await writeXlsx(sheet, { stickyRowsCount: 1 }).toFile(`${name}.xlsx`);
}
