import * as plots from './lives/plots';
import type { Named } from './people';
import { hours } from './world';

export type Casting = {
  readonly plot: plots.Plot;
  /** Shown with its log-in when the demo starts. */
  readonly who?: string;
  readonly person?: Named;
  /** Comes so long before the end, or after this share of the whole time. */
  readonly before?: number;
  readonly share?: number;
};

/** In order of importance: a small demo takes the first of them. */
export const essentials: readonly Casting[] = [
  { plot: plots.tradesOn, who: 'Client, verified, trading', share: 0.08, person: { country: 'NL', brand: 'merrowby' } },
  { plot: plots.owesPapers, who: 'Client, waiting for documents', before: hours(50), person: { brand: 'merrowby' } },
  { plot: plots.isNew, who: 'Client, new', before: hours(3), person: { brand: 'merrowby' } },
];
