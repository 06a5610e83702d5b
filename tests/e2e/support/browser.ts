import { existsSync } from 'node:fs';

/** Chromium of the machine, because the one of the package cannot be downloaded everywhere. */
export function chromiumPath(): string | undefined {
  const candidates = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** Without these Chromium dies in containers: no user namespaces, a 64 MB /dev/shm, no GPU. */
export const chromiumArgs = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

export function launchOptions(): { args: string[]; executablePath?: string } {
  const executablePath = chromiumPath();
  return executablePath ? { args: chromiumArgs, executablePath } : { args: chromiumArgs };
}
