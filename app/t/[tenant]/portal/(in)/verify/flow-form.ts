import type { z } from 'zod';
import type { FlowView, MyApplication } from '@/server/modules/onboarding/contract';

export type Flow = z.output<typeof FlowView>;
export type FlowStep = Flow['steps'][number];
export type FlowField = FlowStep['fields'][number];
export type Answers = Record<string, unknown>;
/** What a form holds: texts where nothing was said yet, never undefined. */
export type Values = Record<string, unknown>;
type Mine = Pick<MyApplication, 'state' | 'stepsDone' | 'asks' | 'documents'>;

export type TaxRow = { country: string; number: string; noNumberBecause: string };
export const emptyTaxRow: TaxRow = { country: '', number: '', noNumberBecause: '' };

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

function formValueOf({ kind }: FlowField, answer: unknown): unknown {
  switch (kind) {
    case 'declaration':
      return answer === true;
    case 'yes_no':
      return answer === true ? 'yes' : answer === false ? 'no' : '';
    case 'choices':
      return Array.isArray(answer) ? answer : [];
    case 'tax_residences': {
      const rows: unknown[] = Array.isArray(answer) ? answer : [];
      const filled = rows.map((row) => {
        const { country, number, noNumberBecause } = row as Partial<Record<keyof TaxRow, unknown>>; // ours, as it was saved
        return { country: text(country), number: text(number), noNumberBecause: text(noNumberBecause) };
      });
      return filled.length > 0 ? filled : [emptyTaxRow];
    }
    default:
      return text(answer);
  }
}

export const valuesOf = (step: FlowStep, answers: Answers): Values =>
  Object.fromEntries(step.fields.map((field) => [field.key, formValueOf(field, answers[field.key])]));

const orNull = (value: string): string | null => (value === '' ? null : value);

function answerOf({ kind }: FlowField, value: unknown): unknown {
  switch (kind) {
    case 'declaration':
    case 'choices':
      return value;
    case 'yes_no':
      return value === 'yes' ? true : value === 'no' ? false : null;
    case 'number':
      return text(value).trim() === '' ? null : Number(text(value));
    case 'tax_residences':
      return (value as TaxRow[]).map(({ country, number, noNumberBecause }) => ({
        country,
        number: orNull(number.trim()),
        noNumberBecause: number.trim() === '' ? orNull(noNumberBecause) : null,
      }));
    default:
      return orNull(text(value).trim());
  }
}

/** The same rule the server applies: a question may hang on an answer given before it. */
export function isAsked({ when }: FlowField, answers: Answers): boolean {
  if (!when) return true;
  const given = answers[when.field];
  const wanted: readonly unknown[] = when.in;
  return Array.isArray(given) ? given.some((one) => wanted.includes(one)) : wanted.includes(given);
}

/** What is sent: only what is asked, in the words of the contract. */
export function answersOf(step: FlowStep, values: Values, before: Answers): Answers {
  const all = Object.fromEntries(step.fields.map((field) => [field.key, answerOf(field, values[field.key])]));
  const asked = step.fields.filter((field) => isAsked(field, { ...before, ...all }));
  return Object.fromEntries(asked.map(({ key }) => [key, all[key]]));
}

export const papers = 'papers';
export const review = 'review';

export const pagesOf = (flow: Flow): string[] => [...flow.steps.map(({ key }) => key), papers, review];

const needsOf = (flow: Flow, { documents }: Mine) =>
  flow.documents.filter((need) => need.required && !documents.some(({ kind }) => need.anyOf.includes(kind)));

/** Where to go on: the first question group not answered, then papers, then the whole to look over. */
export function firstPage(flow: Flow, mine: Mine): string {
  if (mine.state === 'needs_more') {
    const onlyData = mine.asks.length > 0 && mine.asks.every(({ code }) => code === 'correct_data');
    return onlyData ? (flow.steps[0]?.key ?? review) : papers;
  }
  const open = flow.steps.find(({ key }) => !mine.stepsDone.includes(key));
  return open?.key ?? (needsOf(flow, mine).length > 0 ? papers : review);
}

/** Kinds that have a back as well. */
export const isTwoSided = (kind: string): boolean =>
  kind === 'id_card' || kind === 'driving_licence' || kind === 'residence_permit';
