import type { ReactNode } from 'react';
import { exponentOf } from '@/server/kernel/amounts';
import { Badge, type Tone } from '../badge';
import { CopyId } from '../copy-id';
import { Money, type MoneyValue } from '../money';
import { formatMinor, type SignDisplay } from '../number';
import { NumberText } from '../number-text';
import { DueTime, type Instant, RelativeTime, type RelativeTimeProps, toDate } from '../time/relative-time';

/** Where a cell goes when a phone folds the row into a card. `title` is also what opens the row. */
export type Fold = 'title' | 'end' | 'subtitle' | 'end-note' | 'badge' | 'meta' | 'hide';

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** One text per cell for CSV. Columns without it are left out of exports. */
  text?: (row: Row) => string;
  align: 'start' | 'end' | 'center';
  /** In px, for the longest real value; one column without a width takes what is left. */
  width?: number;
  sortable: boolean;
  /** Shown only when chosen. */
  isExtra: boolean;
  fold: Fold;
  /** Subtle tone for what is looked at second. */
  quiet: boolean;
};

const corners: ReadonlySet<Fold> = new Set(['end', 'subtitle', 'end-note']);

/** A corner of the card holds one cell: the next column that asks for it goes among the named lines. */
export function foldOf<Row>(columns: ReadonlyArray<Column<Row>>, column: Column<Row>): Fold {
  if (!corners.has(column.fold)) return column.fold;
  return columns.find(({ fold }) => fold === column.fold) === column ? column.fold : 'meta';
}

type Options = Partial<Pick<Column<never>, 'width' | 'align' | 'fold' | 'quiet'>> & { sort?: boolean; extra?: boolean };
type Value<Row, T> = (row: Row) => T;

function column<Row>(
  id: string,
  header: string,
  cell: Column<Row>['cell'],
  text: Column<Row>['text'],
  options: Options,
): Column<Row> {
  return {
    id,
    header,
    cell,
    align: options.align ?? 'start',
    sortable: options.sort ?? false,
    isExtra: options.extra ?? false,
    fold: options.fold ?? 'meta',
    quiet: options.quiet ?? false,
    ...(text ? { text } : {}),
    ...(options.width === undefined ? {} : { width: options.width }),
  };
}

/** Columns by what they hold; alignment, figures and export text follow from the kind. */
export function columnsOf<Row>() {
  return {
    text: (
      id: string,
      header: string,
      value: Value<Row, string | null>,
      options: Options & { note?: Value<Row, ReactNode>; strong?: boolean } = {},
    ) =>
      column<Row>(
        id,
        header,
        (row) => {
          const text = value(row);
          if (text === null && !options.note) return null;
          return (
            <>
              {/* Names come in any script; isolation keeps an Arabic name from turning the cell around. */}
              <bdi className={options.strong ? 'font-medium' : undefined}>{text}</bdi>
              {options.note ? <span className="ms-1 text-subtle">{options.note(row)}</span> : null}
            </>
          );
        },
        (row) => value(row) ?? '',
        options,
      ),
    id: (id: string, header: string, value: Value<Row, string>, options: Options = {}) =>
      column<Row>(id, header, (row) => <CopyId value={value(row)} />, value, { width: 92, ...options }),
    money: (
      id: string,
      header: string,
      value: Value<Row, MoneyValue | null>,
      options: Options & { bare?: boolean; sign?: SignDisplay; tone?: 'loss' | 'none'; exponent?: number } = {},
    ) =>
      column<Row>(
        id,
        header,
        (row) => {
          const amount = value(row);
          if (!amount) return null;
          const { bare = false, sign = 'auto', tone = 'none', exponent } = options;
          return (
            <Money
              value={amount}
              bare={bare}
              sign={sign}
              tone={tone}
              {...(exponent === undefined ? {} : { exponent })}
            />
          );
        },
        (row) => {
          const amount = value(row);
          return amount ? exportMoney(amount, options.exponent) : '';
        },
        { align: 'end', width: options.bare ? 104 : 136, fold: 'end', ...options },
      ),
    number: (
      id: string,
      header: string,
      value: Value<Row, string | number | bigint | null>,
      options: Options & { unit?: string; tone?: 'loss' | 'none'; sign?: SignDisplay } = {},
    ) =>
      column<Row>(
        id,
        header,
        (row) => {
          const number = value(row);
          const { unit, tone = 'none', sign = 'auto' } = options;
          return number === null ? null : (
            <NumberText value={number} tone={tone} sign={sign} {...(unit ? { unit } : {})} />
          );
        },
        (row) => value(row)?.toString() ?? '',
        { align: 'end', width: 88, ...options },
      ),
    time: (
      id: string,
      header: string,
      value: Value<Row, Instant | null>,
      options: Options & Pick<RelativeTimeProps, 'style' | 'zone'> = {},
    ) =>
      column<Row>(
        id,
        header,
        (row) => {
          const at = value(row);
          const { style = 'relative', zone } = options;
          return at === null ? null : <RelativeTime at={at} style={style} {...(zone ? { zone } : {})} />;
        },
        (row) => exportTime(value(row)),
        { align: 'end', width: 112, quiet: true, fold: 'end-note', ...options },
      ),
    due: (id: string, header: string, value: Value<Row, Instant | null>, options: Options & { soonMs?: number } = {}) =>
      column<Row>(
        id,
        header,
        (row) => {
          const at = value(row);
          return at === null ? null : (
            <DueTime at={at} {...(options.soonMs === undefined ? {} : { soonMs: options.soonMs })} />
          );
        },
        (row) => exportTime(value(row)),
        { align: 'end', width: 88, fold: 'end-note', ...options },
      ),
    /** A state as a badge; null is the normal case, which needs none. */
    state: (
      id: string,
      header: string,
      value: Value<Row, { label: string; tone?: Tone } | null>,
      options: Options = {},
    ) =>
      column<Row>(
        id,
        header,
        (row) => {
          const state = value(row);
          return state ? <Badge tone={state.tone ?? 'neutral'}>{state.label}</Badge> : null;
        },
        (row) => value(row)?.label ?? '',
        { width: 132, fold: 'badge', ...options },
      ),
    custom: (
      id: string,
      header: string,
      cell: Value<Row, ReactNode>,
      options: Options & { text?: Value<Row, string> } = {},
    ) => column<Row>(id, header, cell, options.text, options),
  };
}

function exportTime(at: Instant | null): string {
  return at === null ? '' : toDate(at).toISOString();
}

function exportMoney(value: MoneyValue, exponent?: number): string {
  return `${plainAmount(value, exponent)} ${value.asset}`;
}

function plainAmount(value: MoneyValue, exponent?: number): string {
  return formatMinor(value.minor, exponent ?? exponentOf(value.asset))
    .replaceAll(',', '')
    .replace('\u2212', '-');
}
