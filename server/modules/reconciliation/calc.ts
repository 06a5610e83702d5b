export type Figures = {
  /** Our books: `trading:<login>`. */
  readonly ledger: bigint;
  /** What the platform's deals add up to. */
  readonly deals: bigint;
  /** The balance the platform shows. */
  readonly platform: bigint;
};

export type Difference = { readonly kind: 'ledger' | 'deals'; readonly minor: bigint };

/** Three figures that must be one: ours, the platform's history, the platform's balance. */
export function differencesOf({ ledger, deals, platform }: Figures): Difference[] {
  const found: Difference[] = [];
  if (ledger !== platform) found.push({ kind: 'ledger', minor: ledger - platform });
  if (deals !== platform) found.push({ kind: 'deals', minor: deals - platform });
  return found;
}
