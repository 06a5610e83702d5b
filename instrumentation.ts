/** Next calls this once per process: log lines go through pino, traces through whatever OpenTelemetry exporter is configured. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ pino }, { plugLogSink }] = await Promise.all([import('pino'), import('@/server/transports/composition')]);
  const logger = pino({ level: process.env.LOG_LEVEL ?? 'info', base: null });
  plugLogSink((level, event, fields) => logger[level](fields, event));
}
