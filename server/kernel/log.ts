export type LogFields = Readonly<Record<string, string | number | boolean | bigint | null | undefined>>;

/** Where log lines go. instrumentation.ts and the worker fill it with pino; tests and the edge keep the console. */
export type LogSink = (level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: LogFields) => void;

export type Log = {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
  with(fields: LogFields): Log;
};

/** Names whose values never reach a sink, whatever module logs them. The one redaction list. */
const secretNames =
  /pass(word|phrase)|secret|token|cookie|authori[sz]ation|iban|card|pan$|cvv|email|phone|birth|address|document_?number|first_?name|last_?name|full_?name/i;

function redact(fields: LogFields): LogFields {
  const clean: Record<string, LogFields[string]> = {};
  for (const [name, value] of Object.entries(fields)) clean[name] = secretNames.test(name) ? '[redacted]' : value;
  return clean;
}

/** Error text can quote input: only its class, code and stack frames are kept, never the message of a foreign error. */
function errorFacts(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .join(' | ');
  return { error: error.name, code, stack: frames };
}

export function createLog(sink: LogSink, base: LogFields = {}): Log {
  const write = (level: Parameters<LogSink>[0], event: string, fields: LogFields = {}) =>
    sink(level, event, redact({ ...base, ...fields }));
  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, error, fields) => write('error', event, { ...fields, ...errorFacts(error) }),
    with: (fields) => createLog(sink, { ...base, ...fields }),
  };
}

export const silentLog = createLog(() => undefined);
