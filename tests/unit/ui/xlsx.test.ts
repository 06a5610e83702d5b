import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/browser';
import { columnsOf } from '@/app/_ui/table/columns';
import { cellOf, toSheet } from '@/app/_ui/table/xlsx';

describe('a spreadsheet', () => {
  test('adds amounts and counts, and keeps everything else as it is written', () => {
    expect(cellOf('-4850.00 EUR')).toEqual({ value: -4850, type: Number, format: '#,##0.00 "EUR"' });
    expect(cellOf('12')).toEqual({ value: 12, type: Number, format: '0' });
    expect(cellOf('0.5')).toEqual({ value: 0.5, type: Number, format: '0.0' });
    expect(cellOf('')).toBeNull();
    for (const text of ['=1+1', '00123', 'C-20006', '2026-11-24', '1234567890123456', '12 d', '1.5 EUR; 2 USD'])
      expect(cellOf(text)).toEqual({ value: text, type: String });
  });

  test('has the columns of the table, its rows, and who took it', async () => {
    type Row = { name: string; minor: bigint };
    const c = columnsOf<Row>();
    const columns = [
      c.text('name', 'Client', (row) => row.name),
      c.money('amount', 'Amount', (row) => ({ minor: row.minor, asset: 'EUR' })),
      c.custom('menu', 'Menu', () => null),
    ];
    const sheet = toSheet(columns, [{ name: '=cmd|A', minor: -485000n }], 'Taken by Ann');
    const blob = await writeXlsx(sheet).toBlob();
    const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    const words = text('xl/sharedStrings.xml') + text('xl/worksheets/sheet1.xml');
    for (const word of ['Client', 'Amount', '=cmd|A', 'Taken by Ann']) expect(words).toContain(word);
    expect(words).not.toContain('Menu');
    expect(text('xl/worksheets/sheet1.xml')).toContain('<v>-4850</v>');
    expect(text('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  });
});
