import { Skeleton } from '../skeleton';
import { type Column, foldOf } from './columns';

const widths = ['70%', '52%', '84%', '60%', '76%'];

/** The real layout without its words: same columns, same row height, so that nothing moves when the rows come. */
export function SkeletonBody<Row>({
  columns,
  rows,
  hasCheck,
  hasActions,
  label,
}: {
  columns: ReadonlyArray<Column<Row>>;
  rows: number;
  hasCheck: boolean;
  hasActions: boolean;
  label: string;
}) {
  const lines = Array.from({ length: rows }, (_, row) => row);
  return (
    <tbody aria-busy>
      {lines.map((row) => (
        <tr key={row}>
          {hasCheck ? <td className="dt-check" /> : null}
          {columns.map((column, index) => (
            <td key={column.id} data-align={column.align} data-fold={foldOf(columns, column)}>
              {row === 0 && index === 0 ? <span className="sr-only">{label}</span> : null}
              <Skeleton
                className={column.align === 'end' ? 'ms-auto' : ''}
                style={{ width: widths[(row * 3 + index) % widths.length] }}
              />
            </td>
          ))}
          {hasActions ? <td /> : null}
        </tr>
      ))}
    </tbody>
  );
}
