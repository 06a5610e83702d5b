import { downloadText } from '../download';
import type { Column } from './columns';

/** A cell that starts like a formula would run in a spreadsheet; a leading apostrophe makes it text. Numbers stay numbers. */
export function escapeCsv(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?( [A-Z]{3,5})?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv<Row>(columns: ReadonlyArray<Column<Row>>, rows: readonly Row[]): string {
  const exported = columns.filter((column) => column.text !== undefined);
  const lines = [
    exported.map((column) => escapeCsv(column.header)),
    ...rows.map((row) => exported.map((column) => escapeCsv(column.text?.(row) ?? ''))),
  ];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** The mark at the front is what makes Excel read UTF-8. */
export function downloadCsv(name: string, csv: string): void {
  downloadText(`${name}.csv`, `\ufeff${csv}`, 'text/csv;charset=utf-8');
}
