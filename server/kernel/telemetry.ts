import { metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Ctx } from './context';
import { isRefusal } from './errors';

const tracer = trace.getTracer('brokerage-os');
const meter = metrics.getMeter('brokerage-os');
const duration = meter.createHistogram('bos.verb.duration', {
  unit: 'ms',
  description: 'Time of a verb, commit included',
});

/** Counters that /metrics prints; OpenTelemetry exporters get the same through the meter. */
type Counter = { verb: string; outcome: string; count: number; totalMs: number };
// Next bundles routes apart: several copies of this module count into one map of the process.
const shared = globalThis as typeof globalThis & { bosCounters?: Map<string, Counter> };
shared.bosCounters ??= new Map();
export const counters: Map<string, Counter> = shared.bosCounters;

function count(verb: string, outcome: string, ms: number): void {
  const key = `${verb}|${outcome}`;
  const row = counters.get(key) ?? { verb, outcome, count: 0, totalMs: 0 };
  row.count += 1;
  row.totalMs += ms;
  counters.set(key, row);
  duration.record(ms, { verb, outcome });
}

/** Span, metric and one log line per verb. Refusals are answers, not errors: they log at info with their reason. */
export function observed<T>(ctx: Ctx, verb: string, kind: 'command' | 'query', run: () => Promise<T>): Promise<T> {
  const started = performance.now();
  return tracer.startActiveSpan(
    verb,
    { attributes: { 'bos.kind': kind, 'bos.request': ctx.request.id } },
    async (span) => {
      try {
        const result = await run();
        const ms = performance.now() - started;
        count(verb, 'ok', ms);
        if (kind === 'command')
          ctx.log.info('verb', { verb, outcome: 'ok', ms: Math.round(ms), request: ctx.request.id });
        return result;
      } catch (error) {
        const ms = performance.now() - started;
        const outcome = isRefusal(error) ? error.kind : 'failed';
        count(verb, outcome, ms);
        if (isRefusal(error))
          ctx.log.info('verb', { verb, outcome, reason: error.reason, ms: Math.round(ms), request: ctx.request.id });
        else {
          span.setStatus({ code: SpanStatusCode.ERROR });
          ctx.log.error('verb', error, { verb, outcome, ms: Math.round(ms), request: ctx.request.id });
        }
        throw error;
      } finally {
        span.end();
      }
    },
  );
}
