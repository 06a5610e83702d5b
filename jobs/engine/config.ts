import { z } from 'zod';
import { isCron } from './cron';
import { parseDuration } from './durations';
import { isExpression } from './expressions';

const Duration = z.union([z.string(), z.number()]).transform((text, context) => {
  const ms = parseDuration(text);
  if (ms === undefined) context.addIssue({ code: 'custom', message: `not a duration: ${text}` });
  return ms ?? 0;
});
const Expression = z.string().refine(isExpression, { error: (issue) => `not a CEL expression: ${issue.input}` });
const Key = Expression.optional();
const Concurrency = z.object({
  limit: z.number().int().min(0),
  key: Key,
  scope: z.enum(['fn', 'env', 'account']).default('fn'),
});

/** One element of `functions` in the body of `/fn/register`, with its many spellings made one. */
export const FunctionConfig = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z
    .array(
      z.union([
        z.object({
          cron: z.string().refine(isCron, { error: (issue) => `not a cron expression: ${issue.input}` }),
          jitter: Duration.optional(),
        }),
        z.object({ event: z.string(), expression: Key }),
      ]),
    )
    .default([]),
  steps: z.object({
    step: z.object({
      runtime: z.object({ type: z.string(), url: z.string() }),
      retries: z.object({ attempts: z.number().int().min(0).max(20) }).optional(),
    }),
  }),
  idempotency: Key,
  concurrency: z
    .union([
      z.number().transform((limit) => [{ limit, scope: 'fn' as const, key: undefined }]),
      Concurrency.transform((one) => [one]),
      z.array(Concurrency),
    ])
    .default([]),
  throttle: z
    .object({ limit: z.number().min(1), period: Duration, burst: z.number().min(0).default(0), key: Key })
    .optional(),
  rateLimit: z.object({ limit: z.number().min(1), period: Duration, key: Key }).optional(),
  debounce: z.object({ period: Duration, timeout: Duration.optional(), key: Key }).optional(),
  batchEvents: z.object({ maxSize: z.number().int().min(1), timeout: Duration, key: Key, if: Key }).optional(),
  priority: z.object({ run: Key }).optional(),
  timeouts: z.object({ start: Duration.optional(), finish: Duration.optional() }).optional(),
  cancel: z.array(z.object({ event: z.string(), timeout: z.string().optional(), if: Key })).default([]),
  singleton: z.object({ key: Key, mode: z.enum(['skip', 'cancel']) }).optional(),
});

export type FunctionConfig = z.output<typeof FunctionConfig>;
export type CronTrigger = { cron: string; jitter?: number | undefined };

/** SDKs of other languages write absent as null. */
const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null), (_key, inner) => inner ?? undefined);

/** From the SDK by `/fn/register` (`appName`) or in the answer to an in-band sync (`app_id`). */
export const Registration = z
  .preprocess(
    withoutNulls,
    z.object({
      url: z.string(),
      appName: z.string().min(1).optional(),
      app_id: z.string().min(1).optional(),
      sdk: z.string().optional(),
      framework: z.string().optional(),
      functions: z.array(FunctionConfig),
    }),
  )
  .refine((body) => body.appName ?? body.app_id, 'appName is missing')
  .transform(({ appName, app_id, ...rest }) => ({ ...rest, app: appName ?? app_id ?? '' }));
export type Registration = z.output<typeof Registration>;

const attemptsDefault = 5;
export const attemptsMaxOf = (config: FunctionConfig): number =>
  config.steps.step.retries ? config.steps.step.retries.attempts + 1 : attemptsDefault;

export const cronsOf = (config: FunctionConfig): CronTrigger[] =>
  config.triggers.flatMap((trigger) => ('cron' in trigger ? [trigger] : []));
