import type { LocalDate } from '@/server/kernel/time';
import type { DateRange, ListEntry, ListedName } from './list-entry';

export type Agreement = 'agrees' | 'near' | 'differs' | 'unknown';

export type Corroboration = {
  readonly score: number;
  readonly born: Agreement;
  readonly country: Agreement;
  readonly gender: Agreement;
  readonly isWeakAlias: boolean;
};

/** What else is known moves a hit up or down inside its band; names of equal score are put in order by it. */
const points: Readonly<Record<'born' | 'country' | 'gender', Readonly<Record<Agreement, number>>>> = {
  born: { agrees: 0.04, near: 0.02, unknown: 0, differs: -0.12 },
  country: { agrees: 0.02, near: 0, unknown: 0, differs: -0.04 },
  gender: { agrees: 0, near: 0, unknown: 0, differs: -0.04 },
};
const NAME_SHARE = 0.94;
const WEAK_ALIAS = -0.1;
/** A wrong date of birth alone never clears a plain name match: lists and forms err in dates more than in names. */
const CLEAR_NAME = 0.92;
const CLEAR_NAME_FLOOR = 0.76;

function swapped(date: LocalDate): LocalDate {
  const [year, month, day] = date.split('-');
  return `${year}-${day}-${month}`;
}

function bornAgreement(born: LocalDate | null | undefined, ranges: readonly DateRange[]): Agreement {
  if (!born || ranges.length === 0) return 'unknown';
  const within = (date: string) => ranges.some(({ from, to }) => from <= date && date <= to);
  if (within(born)) return 'agrees';
  const year = Number(born.slice(0, 4));
  const nearYear = ranges.some(
    ({ from, to }) => year >= Number(from.slice(0, 4)) - 1 && year <= Number(to.slice(0, 4)) + 1,
  );
  return within(swapped(born)) || nearYear ? 'near' : 'differs';
}

function countryAgreement(countries: readonly string[] | undefined, entry: ListEntry): Agreement {
  const listed = entry.countries.map(({ country }) => country).filter((country) => country !== null);
  if (!countries || countries.length === 0 || listed.length === 0) return 'unknown';
  return countries.some((country) => listed.includes(country)) ? 'agrees' : 'differs';
}

export function corroborate(
  subject: {
    readonly born?: LocalDate | null;
    readonly gender?: 'male' | 'female' | null;
    readonly countries?: readonly string[];
  },
  entry: ListEntry,
  name: ListedName,
  nameScore: number,
): Corroboration {
  const born = bornAgreement(subject.born, entry.born);
  const country = countryAgreement(subject.countries, entry);
  const gender = !subject.gender || !entry.gender ? 'unknown' : subject.gender === entry.gender ? 'agrees' : 'differs';
  const isWeakAlias = name.quality === 'weak';
  const penalty = isWeakAlias && born !== 'agrees' ? WEAK_ALIAS : 0;
  // Agreement lifts only what is nearly a match already, else every namesake's neighbour born that day comes up.
  const lift = nameScore >= 0.7 ? 1 : 0;
  const moved = [points.born[born], points.country[country], points.gender[gender]].map((p) => (p > 0 ? p * lift : p));
  const score = nameScore * NAME_SHARE + penalty + moved.reduce((total, p) => total + p, 0);
  const floor = nameScore >= CLEAR_NAME && !isWeakAlias ? CLEAR_NAME_FLOOR : 0;
  return { score: Math.min(1, Math.max(score, floor, 0)), born, country, gender, isWeakAlias };
}

/** The least that names alone must score so that a hit can reach `score`, with everything else in its favour. */
export function nameScoreFor(score: number): number {
  const most = points.born.agrees + points.country.agrees + points.gender.agrees;
  return Math.max(0, (score - most) / NAME_SHARE);
}
