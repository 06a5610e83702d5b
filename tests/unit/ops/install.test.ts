import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureChromium, findChromium, isInstalled } from '@/server/ops/install.mjs';

let folder: string;
const environment = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'install-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  process.env = { ...environment };
});

function write(path: string, packages: Record<string, object>): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify({ packages }));
}

function executable(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

describe('packages are installed', () => {
  const wanted = {
    '': { name: 'house' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-another-system': { version: '2.0.0', optional: true },
  };
  const present = 'node_modules/.package-lock.json';

  test('when every wanted one is there, optional ones of other systems aside', () => {
    write('package-lock.json', wanted);
    write(present, { 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(folder)).toBe(true);
  });

  test('not when one has another version, is missing, or the install was cut short', () => {
    write('package-lock.json', wanted);
    expect(isInstalled(folder)).toBe(false);
    write(present, { 'node_modules/a': { version: '1.0.1' } });
    expect(isInstalled(folder)).toBe(false);
    write(present, {});
    expect(isInstalled(folder)).toBe(false);
  });

  test('not when an optional one is there in an old version', () => {
    write('package-lock.json', wanted);
    write(present, {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/for-another-system': { version: '1.9.0', optional: true },
    });
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('the browser', () => {
  test('is the one CHROME_PATH names, and a wrong name is said', () => {
    process.env.CHROME_PATH = executable('my-chrome', '');
    expect(findChromium()).toBe(process.env.CHROME_PATH);
    process.env.CHROME_PATH = join(folder, 'gone');
    expect(() => findChromium()).toThrow(/CHROME_PATH/);
  });

  test('is found on the path, but not the stub that only asks for snap', () => {
    delete process.env.CHROME_PATH;
    process.env.PATH = folder;
    executable('chromium-browser', '#!/bin/sh\necho "Please run: snap install chromium"');
    expect(findChromium()).not.toBe(join(folder, 'chromium-browser'));
    const chrome = executable('google-chrome', '');
    expect(findChromium()).toBe(chrome);
  });

  describe.runIf(process.platform === 'linux')('when missing', () => {
    beforeEach(() => {
      delete process.env.CHROME_PATH;
      process.env.PATH = folder;
      executable('sudo', '#!/bin/sh\nshift\nexec "$@"');
    });

    test('is installed from the packages of the system', () => {
      const browser = join(folder, 'chromium');
      const place = `echo > ${browser}; /bin/chmod 755 ${browser}`;
      executable('apt-get', `#!/bin/sh\n[ "$1" = update ] && exit 100\n[ "$2 $4" = "-y chromium" ] && { ${place}; }`);
      executable('true', '#!/bin/sh\n');
      expect(ensureChromium()).toBe(browser);
    });

    test('and cannot be installed, what to do is said', () => {
      expect(() => ensureChromium()).toThrow(/CHROME_PATH/);
      executable('apt-get', '#!/bin/sh\nexit 100');
      expect(() => ensureChromium()).toThrow(/CHROME_PATH/);
    });
  });
});
