import { z } from 'zod';
import { parseLocalDate } from '@/server/kernel/time';
import { countryName } from './countries';

const Text = z.object({ en: z.string().min(1).max(300) }).catchall(z.string().max(300));
export type Localised = z.output<typeof Text>;

const Key = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const fieldKinds = [
  'text',
  'long_text',
  'date',
  'country',
  'phone',
  'number',
  'choice',
  'choices',
  'yes_no',
  'declaration',
  'tax_residences',
] as const;

export const FlowField = z.object({
  key: Key,
  kind: z.enum(fieldKinds),
  label: Text,
  help: Text.optional(),
  required: z.boolean().default(true),
  max: z.number().int().min(1).max(4_000).optional(),
  options: z
    .array(z.object({ value: z.string().regex(/^[a-z0-9_]{1,40}$/), label: Text }))
    .max(60)
    .optional(),
  /** Asked only when an earlier answer is one of these. */
  when: z.object({ field: Key, in: z.array(z.union([z.string(), z.boolean()])).min(1) }).optional(),
});
export type FlowField = z.output<typeof FlowField>;

export const FlowStep = z.object({ key: Key, title: Text, intro: Text.optional(), fields: z.array(FlowField).max(40) });
export type FlowStep = z.output<typeof FlowStep>;

export const DocumentNeed = z.object({
  key: Key,
  label: Text,
  help: Text.optional(),
  anyOf: z
    .array(z.enum(['passport', 'id_card', 'driving_licence', 'residence_permit', 'proof_of_address', 'selfie']))
    .min(1),
  required: z.boolean().default(true),
});

/** What decisions are made on; a flow may ask more, never less. */
const needed: Readonly<Record<string, FlowField['kind']>> = {
  firstName: 'text',
  lastName: 'text',
  bornOn: 'date',
  nationality: 'country',
  country: 'country',
  addressLine: 'text',
  city: 'text',
  taxResidences: 'tax_residences',
  employment: 'choice',
  sourceOfFunds: 'choices',
  pep: 'choice',
};

export const FlowDefinition = z
  .object({ steps: z.array(FlowStep).min(1).max(12), documents: z.array(DocumentNeed).max(10) })
  .superRefine((flow, context) => {
    const fields = flow.steps.flatMap((step) => step.fields);
    const seen = new Set<string>();
    const fault = (message: string) => context.addIssue({ code: 'custom', message, path: ['steps'] });
    for (const field of fields) {
      if (seen.has(field.key)) fault(`${field.key} is asked twice`);
      if (field.when && !seen.has(field.when.field))
        fault(`${field.key} depends on ${field.when.field}, asked later or never`);
      const isChoice = field.kind === 'choice' || field.kind === 'choices';
      if (isChoice && !field.options?.length) fault(`${field.key} offers nothing to choose`);
      seen.add(field.key);
    }
    for (const [key, kind] of Object.entries(needed)) {
      const field = fields.find((one) => one.key === key);
      if (!field || field.kind !== kind) fault(`${key} must be asked, as ${kind}`);
      else if (!field.required || field.when) fault(`${key} must be answered by everybody`);
    }
  });
export type FlowDefinition = z.output<typeof FlowDefinition>;

export const TaxResidence = z
  .object({
    country: z.string(),
    number: z.string().trim().max(40).nullish(),
    noNumberBecause: z.enum(['not_issued', 'not_required', 'applied_for']).nullish(),
  })
  .refine(({ country }) => countryName(country) !== null, { message: 'not a country', path: ['country'] });

export const Answers = z.record(Key, z.unknown());
export type Answers = z.output<typeof Answers>;

const calendarDate = z.string().refine(
  (text) => {
    try {
      return parseLocalDate(text) === text;
    } catch {
      return false;
    }
  },
  { message: 'a date as 1990-02-28' },
);

function baseOf(field: FlowField): z.ZodType {
  const values = (field.options ?? []).map((option) => option.value);
  switch (field.kind) {
    case 'text':
      return z
        .string()
        .trim()
        .min(1)
        .max(field.max ?? 200);
    case 'long_text':
      return z
        .string()
        .trim()
        .min(1)
        .max(field.max ?? 2_000);
    case 'date':
      return calendarDate;
    case 'country':
      return z.string().refine((code) => countryName(code) !== null, { message: 'not a country' });
    case 'phone':
      return z
        .string()
        .trim()
        .regex(/^\+[0-9 ()-]{6,24}$/, 'with country code, as +49 …');
    case 'number':
      return z
        .number()
        .int()
        .min(0)
        .max(field.max ?? 1_000_000_000);
    case 'choice':
      return z.enum(values);
    case 'choices':
      return z
        .array(z.enum(values))
        .min(field.required ? 1 : 0)
        .max(values.length);
    case 'yes_no':
      return z.boolean();
    case 'declaration':
      return z.literal(true, { message: 'must be confirmed' });
    case 'tax_residences':
      return z.array(TaxResidence).min(1).max(6);
  }
}

export function isAsked(field: FlowField, answers: Answers): boolean {
  if (!field.when) return true;
  const given = answers[field.when.field];
  const { in: wanted } = field.when;
  return Array.isArray(given) ? given.some((one) => wanted.includes(one)) : wanted.includes(given as string | boolean);
}

/** The schema of one step, for what has been answered so far. Unknown keys are dropped, so a client cannot smuggle fields in. */
export function stepSchema(step: FlowStep, answers: Answers): z.ZodType<Answers> {
  const shape = step.fields
    .filter((field) => isAsked(field, answers))
    .map((field) => [field.key, field.required ? baseOf(field) : baseOf(field).nullish()] as const);
  return z.object(Object.fromEntries(shape));
}

/** All steps at once, as it is when the client sends the form. */
export function flowSchema(flow: FlowDefinition, answers: Answers): z.ZodType<Answers> {
  const fields = flow.steps.flatMap((step) => step.fields);
  return stepSchema({ key: 'all', title: { en: 'all' }, fields }, answers);
}

export const localised = (text: Localised, language: string): string => text[language] ?? text.en;
