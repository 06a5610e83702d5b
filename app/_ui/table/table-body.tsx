'use client';

import { Fragment, type ReactNode } from 'react';
import type { Column } from './columns';
import type { GroupHead, Grouping } from './types';

function GroupRow<Row>({
  head,
  columns,
  hasCheck,
  hasActions,
}: {
  head: GroupHead;
  columns: ReadonlyArray<Column<Row>>;
  hasCheck: boolean;
  hasActions: boolean;
}) {
  const cells = head.cells ?? {};
  const first = columns.findIndex((column) => cells[column.id] !== undefined);
  const last = columns.findLastIndex((column) => cells[column.id] !== undefined);
  const lead = first === -1 ? columns.length : Math.max(1, first);
  const tail = first === -1 ? 0 : columns.length - 1 - last + (hasActions ? 1 : 0);
  const noteSpan = first === -1 ? 0 : tail;
  return (
    <tr className="dt-group">
      <th scope="rowgroup" colSpan={lead + (hasCheck ? 1 : 0) + (first === -1 && hasActions ? 1 : 0)}>
        {head.label}
        {head.count === undefined ? null : <span className="ms-1 font-normal text-subtle">{head.count}</span>}
        {noteSpan === 0 && head.note ? <span className="float-end font-normal">{head.note}</span> : null}
      </th>
      {first === -1
        ? null
        : columns.slice(lead, last + 1).map((column) => (
            <td key={column.id} data-align={column.align}>
              {cells[column.id]}
            </td>
          ))}
      {noteSpan > 0 ? (
        <td colSpan={noteSpan} data-align="end" className="dt-group-note">
          {head.note}
        </td>
      ) : null}
    </tr>
  );
}

type TableBodyProps<Row> = {
  rows: readonly Row[];
  rowId: (row: Row) => string;
  columns: ReadonlyArray<Column<Row>>;
  groups: Grouping<Row> | undefined;
  hasCheck: boolean;
  hasActions: boolean;
  renderRow: (row: Row) => ReactNode;
};

/** Rows in the order the server gave; where the group changes, its head is drawn with its own subtotal. */
export function TableBody<Row>({ rows, rowId, columns, groups, hasCheck, hasActions, renderRow }: TableBodyProps<Row>) {
  if (!groups) return <tbody>{rows.map((row) => renderRow(row))}</tbody>;
  const keys = rows.map((row) => groups.of(row));
  return (
    <tbody>
      {rows.map((row, index) => {
        const key = keys[index] ?? '';
        const isFirst = index === 0 || keys[index - 1] !== key;
        return (
          <Fragment key={rowId(row)}>
            {isFirst ? (
              <GroupRow
                head={groups.head(
                  key,
                  rows.filter((_, other) => keys[other] === key),
                )}
                columns={columns}
                hasCheck={hasCheck}
                hasActions={hasActions}
              />
            ) : null}
            {renderRow(row)}
          </Fragment>
        );
      })}
    </tbody>
  );
}
