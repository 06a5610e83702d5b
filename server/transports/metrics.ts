import { timingSafeEqual, utf8 } from '@/server/kernel/encoding';
import { counters } from '@/server/kernel/telemetry';

const line = (name: string, labels: Record<string, string>, value: number): string => {
  const inner = Object.entries(labels).map(([key, text]) => `${key}="${text.replace(/["\\\n]/g, '_')}"`);
  return `${name}{${inner.join(',')}} ${value}`;
};

/** Prometheus text format of this process; the worker adds its own, so that one scrape sees the house. */
function ownMetrics(): string {
  const rows = [...counters.values()];
  return [
    '# TYPE bos_verbs_total counter',
    ...rows.map((row) => line('bos_verbs_total', { verb: row.verb, outcome: row.outcome }, row.count)),
    '# TYPE bos_verb_duration_ms_sum counter',
    ...rows.map((row) =>
      line('bos_verb_duration_ms_sum', { verb: row.verb, outcome: row.outcome }, Math.round(row.totalMs)),
    ),
    '# TYPE bos_process_memory_bytes gauge',
    line('bos_process_memory_bytes', { process: 'web' }, process.memoryUsage().rss),
    '',
  ].join('\n');
}

async function workerMetrics(): Promise<string> {
  const url = process.env.WORKER_URL;
  if (!url) return '';
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  return response?.ok ? response.text() : '';
}

/** Behind a token: counts by verb tell a stranger what a business does. No token set means no metrics. */
export async function metricsResponse(request: Request): Promise<Response> {
  const token = process.env.METRICS_TOKEN;
  const given = request.headers.get('authorization') ?? '';
  if (!token || !timingSafeEqual(utf8(given), utf8(`Bearer ${token}`))) return new Response('', { status: 401 });
  return new Response(`${ownMetrics()}${await workerMetrics()}`, {
    headers: { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' },
  });
}
