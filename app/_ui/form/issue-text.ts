export type FormTexts = {
  required: string;
  invalid: string;
  email: string;
  url: string;
  tooShort: (min: number) => string;
  tooLong: (max: number) => string;
  tooSmall: (min: number) => string;
  tooBig: (max: number) => string;
};

/** The part of a zod 4 issue that decides the sentence. */
export type Issue = {
  code?: string;
  origin?: string;
  format?: string;
  input?: unknown;
  minimum?: number | bigint;
  maximum?: number | bigint;
};

function isEmpty(input: unknown): boolean {
  return input === undefined || input === null || input === '';
}

/** A zod issue in the person's words. A schema's own message (`.refine(…, 'x')`) stands before this one. */
export function issueText(issue: Issue, texts: FormTexts): string {
  if (isEmpty(issue.input)) return texts.required;
  const isLength = issue.origin === 'string' || issue.origin === 'array' || issue.origin === 'set';
  if (issue.code === 'too_small')
    return isLength ? texts.tooShort(Number(issue.minimum)) : texts.tooSmall(Number(issue.minimum));
  if (issue.code === 'too_big')
    return isLength ? texts.tooLong(Number(issue.maximum)) : texts.tooBig(Number(issue.maximum));
  if (issue.code === 'invalid_format' && issue.format === 'email') return texts.email;
  if (issue.code === 'invalid_format' && issue.format === 'url') return texts.url;
  return texts.invalid;
}
