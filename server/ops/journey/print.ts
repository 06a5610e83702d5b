import type { Report } from './report';

type Facts = { readonly isJson: boolean; readonly seed: number; readonly seconds: number };

const cell = (value: string | number, width: number): string => String(value).padStart(width);

/** For a person a table, for a program one line, last on standard output. */
export function printReport(report: Report, { isJson, seed, seconds }: Facts): void {
  const print = isJson ? console.error : console.log;
  print(`\nSource            registered   verified     funded    trading`);
  for (const [source, row] of Object.entries(report.funnel))
    print(
      `${source.padEnd(16)} ${[row.registered, row.verified, row.funded, row.trading].map((n) => cell(n, 10)).join(' ')}`,
    );
  print(
    `\nFates                  ${Object.entries(report.fates)
      .map(([fate, n]) => `${fate} ${n}`)
      .join(', ')}`,
  );
  print(
    `Trial balance          ${Object.entries(report.trialBalance)
      .map(([asset, sum]) => `${asset} ${sum}`)
      .join(', ')}`,
  );
  print(`Breaks                 ${report.breaks}`);
  print(`Exposure mismatches    ${report.exposureMismatch}`);
  print(`Withdrawals            ${report.withdrawals}, trails incomplete ${report.trailsIncomplete}`);
  print(`Audit log              ${report.auditVerified ? 'verified' : 'NOT VERIFIED'}`);
  print(`Stuck                  ${report.stuck}`);
  for (const { who, step, what } of report.failures) print(`✗ ${who} · ${step}: ${what}`);
  const journey = report.failures.length === 0 ? 'ok' : 'failed';
  print(
    `\nThe journey ${journey === 'ok' ? 'is whole' : 'FAILED'}: ${report.clients} clients, seed ${seed}, ${seconds.toFixed(0)} s`,
  );
  if (!isJson) return;
  const { failures, ...rest } = report;
  console.log(JSON.stringify({ journey, seed, seconds: Math.round(seconds), ...rest, failures }));
}
