import { InvariantError } from '@/server/kernel/errors';
import { ageOn, localDate } from '@/server/kernel/time';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { type PersonChanges, subjectOf } from '@/server/modules/clients';
import { Answers, TaxResidence } from './flow';
import type { ApplicationRow } from './repository/applications';
import type { RiskFacts } from './risk';

type Sealed = 'application' | 'application_submission';
const place = (table: Sealed, row: string) => ({ table, column: 'answers', row }) as const;

export const sealAnswers = (
  uow: Uow,
  person: ApplicationRow['personId'],
  table: Sealed,
  row: string,
  answers: Answers,
): Promise<string> => seal(uow, subjectOf(person), place(table, row), JSON.stringify(answers));

/** Empty when the person's key was destroyed: what he told us is gone, as he asked. */
export async function openAnswers(read: Read, table: Sealed, row: string, envelope: string | null): Promise<Answers> {
  if (envelope === null) return {};
  const text = await openText(read, place(table, row), envelope);
  return text === null ? {} : Answers.parse(JSON.parse(text));
}

const text = (answers: Answers, key: string): string | null => {
  const value = answers[key];
  return typeof value === 'string' && value !== '' ? value : null;
};
const list = (answers: Answers, key: string): readonly string[] => {
  const value = answers[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

export type Identity = {
  readonly firstName: string;
  readonly lastName: string;
  readonly nativeName: string | null;
  readonly bornOn: string;
  readonly nationality: string;
  readonly country: string;
  readonly phone: string | null;
};

/** Only of answers that have passed the flow's schema: these fields are asked by every flow. */
export function identityOf(answers: Answers): Identity {
  const must = (key: string): string => {
    const value = text(answers, key);
    if (value === null) throw new InvariantError(`an accepted form lacks ${key}`);
    return value;
  };
  return {
    firstName: must('firstName'),
    lastName: must('lastName'),
    nativeName: text(answers, 'nativeName'),
    bornOn: must('bornOn'),
    nationality: must('nationality'),
    country: must('country'),
    phone: text(answers, 'phone'),
  };
}

export function personChanges(answers: Answers): PersonChanges {
  const { phone: _phone, ...identity } = identityOf(answers);
  const [tax] = taxResidences(answers);
  return {
    ...identity,
    addressLine: text(answers, 'addressLine'),
    city: text(answers, 'city'),
    region: text(answers, 'region'),
    postcode: text(answers, 'postcode'),
    ...(tax?.number ? { taxNumber: tax.number } : {}),
  };
}

const taxResidences = (answers: Answers) => TaxResidence.array().catch([]).parse(answers.taxResidences);

export const isTaxComplete = (answers: Answers): boolean =>
  taxResidences(answers).every(({ number, noNumberBecause }) => Boolean(number || noNumberBecause));

export const ageAt = (answers: Answers, at: Date): number => ageOn(identityOf(answers).bornOn, localDate(at, 'UTC'));

/** Upper ends of the bands of the form, in minor units of the base currency. */
const plannedMinor: Readonly<Record<string, bigint>> = {
  up_to_5000: 500_000n,
  up_to_25000: 2_500_000n,
  up_to_100000: 10_000_000n,
  more: 50_000_000n,
};

const peps = ['none', 'former', 'close_associate', 'current'] as const;
export const pepOf = (answers: Answers): RiskFacts['pep'] => peps.find((one) => one === answers.pep) ?? 'none';

export function occupationOf(answers: Answers): RiskFacts['occupation'] {
  switch (text(answers, 'industry')) {
    case 'cash_trade':
      return 'cash_intensive';
    case 'gambling_or_arms':
    case 'crypto':
      return 'elevated';
    case null:
      // Who works must say at what; who does not has no line of business.
      return ['employed', 'self_employed', 'business_owner'].includes(text(answers, 'employment') ?? '')
        ? 'unknown'
        : 'ordinary';
    default:
      return 'ordinary';
  }
}

export const fundingOf = (answers: Answers): bigint => plannedMinor[text(answers, 'plannedDeposit') ?? ''] ?? 0n;
export const wantsCrypto = (answers: Answers): boolean => list(answers, 'interests').includes('crypto');
export const birthCountryOf = (answers: Answers): string | null => text(answers, 'birthCountry');
export const taxCountriesOf = (answers: Answers): readonly string[] =>
  taxResidences(answers).map(({ country }) => country);
