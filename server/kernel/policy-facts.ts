/** What a decision is about. A restricted fact names the purposes it may serve. */
export type Purpose =
  | 'kyc'
  | 'deposit'
  | 'withdrawal'
  | 'transfer'
  | 'complaint'
  | 'trading_terms'
  | 'dealing'
  | 'partner'
  | 'engagement'
  | 'operations';

type CelType = 'bool' | 'int' | 'string' | 'list<string>' | 'google.protobuf.Timestamp';

/** A named input of a decision. No floats: amounts are minor units, shares are basis points, scores are integers. */
export type Fact<T> = {
  readonly type: CelType;
  readonly accepts: (value: unknown) => value is T;
  /** The only texts it can be, so that a cell cannot compare it with a misspelt one. */
  readonly values: readonly string[] | null;
  readonly restrictedTo: readonly Purpose[] | null;
  /** Shown to whoever edits the table. */
  readonly label: string;
};

export type FactRecord = Readonly<Record<string, Fact<unknown>>>;
export type FactValues<F extends FactRecord> = {
  readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never;
};

type Options = { readonly restrictedTo?: readonly Purpose[] };

function make<T>(
  type: CelType,
  label: string,
  accepts: (value: unknown) => value is T,
  options: Options,
  values: readonly string[] | null = null,
): Fact<T> {
  return Object.freeze({ type, label, accepts, values, restrictedTo: options.restrictedTo ?? null });
}

const INT64 = 2n ** 63n;
const isInt = (value: unknown): value is bigint => typeof value === 'bigint' && value < INT64 && value >= -INT64;
const isText = (value: unknown): value is string => typeof value === 'string';
const isBool = (value: unknown): value is boolean => typeof value === 'boolean';
const isInstant = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

export const fact = {
  bool: (label: string, options: Options = {}) => make('bool', label, isBool, options),
  int: (label: string, options: Options = {}) => make('int', label, isInt, options),
  text: (label: string, options: Options = {}) => make('string', label, isText, options),
  instant: (label: string, options: Options = {}) => make('google.protobuf.Timestamp', label, isInstant, options),
  list: (label: string, options: Options = {}) => make('list<string>', label, isTexts, options),
  oneOf: <const V extends string>(label: string, values: readonly V[], options: Options = {}) => {
    const accepts = (value: unknown): value is V => (values as readonly unknown[]).includes(value);
    return make('string', label, accepts, options, values);
  },
  listOf: <const V extends string>(label: string, values: readonly V[], options: Options = {}) => {
    const accepts = (value: unknown): value is readonly V[] =>
      Array.isArray(value) && value.every((item) => (values as readonly unknown[]).includes(item));
    return make('list<string>', label, accepts, options, values);
  },
};

/** For toxicity, profit and book: they may steer dealing, never KYC, payments or complaints. */
export const flowQuality: Options = { restrictedTo: ['dealing'] };
