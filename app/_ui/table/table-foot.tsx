import { Money } from '../money';
import type { Column } from './columns';
import type { Totals } from './types';

type TableFootProps<Row> = {
  columns: ReadonlyArray<Column<Row>>;
  totals: Totals;
  hasCheck: boolean;
  hasActions: boolean;
};

/** One line per currency, because adding euros to dollars makes neither. */
export function TableFoot<Row>({ columns, totals, hasCheck, hasActions }: TableFootProps<Row>) {
  const money = totals.money ?? {};
  const assets = [...new Set(Object.values(money).flatMap((amounts) => amounts.map((amount) => amount.asset)))];
  const lines = assets.length === 0 ? [null] : assets;
  const filled = (id: string) => money[id] !== undefined || totals.cells?.[id] !== undefined;
  // The label may run over every column up to the first that holds a total.
  const firstFilled = columns.findIndex((column) => filled(column.id));
  const span = (firstFilled === -1 ? columns.length : Math.max(1, firstFilled)) + (hasCheck ? 1 : 0);
  const rest = columns.slice(span - (hasCheck ? 1 : 0));
  return (
    <tfoot>
      {lines.map((asset, line) => (
        <tr key={asset ?? 'all'}>
          <td colSpan={span} className="dt-foot-label">
            {line === 0 ? totals.label : null}
          </td>
          {rest.map((column) => {
            const amount = money[column.id]?.find((value) => value.asset === asset);
            return (
              <td
                key={column.id}
                data-align={column.align}
                data-label={column.header}
                data-empty={!amount && !(line === 0 && totals.cells?.[column.id]) ? '' : undefined}
              >
                {amount ? <Money value={amount} /> : line === 0 ? totals.cells?.[column.id] : null}
              </td>
            );
          })}
          {hasActions ? <td data-empty="" /> : null}
        </tr>
      ))}
    </tfoot>
  );
}
