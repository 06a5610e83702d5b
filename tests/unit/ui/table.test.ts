import { describe, expect, test } from 'vitest';
import { columnsOf } from '@/app/_ui/table/columns';
import { escapeCsv, toCsv } from '@/app/_ui/table/csv';
import { formatSort, parseSort, readTableQuery } from '@/app/_ui/table/table-query';
import { readView, viewSearch } from '@/app/_ui/table/view-state';

const spec = { filters: ['state', 'run'], defaultSort: { by: 'due', dir: 'asc' } } as const;
const read = (search: string, prefix?: string) =>
  readTableQuery(Promise.resolve(Object.fromEntries(new URLSearchParams(search))), {
    ...spec,
    ...(prefix ? { prefix } : {}),
  });

describe('the address of a table', () => {
  test('says sort, filters and page', async () => {
    expect(await read('sort=amount.desc&state=waiting,held&run=sepa&cursor=abc&turn=back')).toEqual({
      sort: { by: 'amount', dir: 'desc' },
      filters: { state: ['waiting', 'held'], run: ['sepa'] },
      cursor: 'abc',
      back: true,
    });
  });

  test('falls back to the table own order when it says nothing, or nonsense', async () => {
    const plain = { sort: spec.defaultSort, filters: {}, cursor: null, back: false };
    expect(await read('')).toEqual(plain);
    expect(await read('sort=amount.sideways&turn=forth&unknown=1')).toEqual(plain);
  });

  test('keeps two tables on one page apart', async () => {
    const query = await read('sort=a.asc&deals.sort=b.desc&state=x&deals.state=y', 'deals.');
    expect(query).toMatchObject({ sort: { by: 'b', dir: 'desc' }, filters: { state: ['y'] } });
  });

  test('sort keys may hold dots', () => {
    expect(parseSort(formatSort({ by: 'client.name', dir: 'asc' }), null)).toEqual({ by: 'client.name', dir: 'asc' });
  });
});

test('a saved view is the sort and the filters, in one order, and comes back whole', () => {
  const query = { sort: { by: 'due', dir: 'asc' as const }, filters: { state: ['waiting', 'a,b'], run: ['sepa'] } };
  expect(viewSearch(query)).toBe('sort=due.asc&run=sepa&state=waiting&state=a%2Cb');
  expect(readView({ search: viewSearch(query) })).toEqual(query);
});

describe('CSV of a page', () => {
  test('formulas become text, numbers stay numbers', () => {
    expect(escapeCsv('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
    expect(escapeCsv('@cmd')).toBe("'@cmd");
    expect(escapeCsv('-312.40')).toBe('-312.40');
    expect(escapeCsv('-312.40 EUR')).toBe('-312.40 EUR');
    expect(escapeCsv('-1+1')).toBe("'-1+1");
    expect(escapeCsv('a,b')).toBe('"a,b"');
  });

  test('has exact amounts with their currency and instants in UTC', () => {
    type Row = { name: string; minor: bigint; at: string };
    const c = columnsOf<Row>();
    const columns = [
      c.text('name', 'Client', (row) => row.name),
      c.money('amount', 'Amount', (row) => ({ minor: row.minor, asset: 'EUR' })),
      c.time('at', 'Asked', (row) => row.at),
      c.custom('menu', 'Menu', () => null),
    ];
    expect(toCsv(columns, [{ name: 'A, B', minor: -485000n, at: '2026-11-24T13:31:00+02:00' }])).toBe(
      'Client,Amount,Asked\r\n"A, B",-4850.00 EUR,2026-11-24T11:31:00.000Z\r\n',
    );
  });
});
