import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** pgbench's simple update on the same server, the field's common floor; null when pgbench is not installed. */
export async function pgbenchTps(
  ownerUrl: string,
  clients: number,
  seconds: number,
  say: (line: string) => void,
): Promise<number | null> {
  const url = new URL(ownerUrl);
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(url.password) };
  const where = ['-h', url.hostname, '-p', url.port, '-U', url.username, url.pathname.slice(1)];
  try {
    await run('pgbench', ['-i', '-q', '-s', '10', ...where], { env });
    const { stdout } = await run('pgbench', ['-N', '-c', String(clients), '-j', '2', '-T', String(seconds), ...where], {
      env,
    });
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      say('pgbench is not installed: apt-get install postgresql-contrib (Debian: postgresql-15) brings it.');
      return null;
    }
    throw error;
  }
}
