// What a fresh clone lacks, brought by plain Node: packages for `npm start` and `npm test`, a browser for the tests.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node 20.19 or newer is needed, this is ${process.versions.node}.`);
}

/** npm writes node_modules/.package-lock.json last, so an install cut short counts as none. */
export function isInstalled(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const present = lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = present[path];
    return found ? found.version === entry.version : Boolean(entry.optional || entry.peer);
  });
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

export function ensurePackages(root) {
  if (isInstalled(root)) return;
  console.log('Installing packages from package-lock.json …');
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const { status, error } = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: root,
    stdio: 'inherit',
    // npm hands its own settings down as environment; NODE_ENV=production would leave the tools out.
    env: { ...process.env, NODE_ENV: '', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  if (error || status !== 0) throw new Error(`npm ci failed (${error?.message ?? `exit code ${status}`}).`);
}

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macBrowsers = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

export function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`CHROME_PATH is ${chosen}, which is not an executable file.`);
    return chosen;
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...folders.flatMap((folder) => browserNames.map((name) => join(folder, name))), ...macBrowsers];
  return candidates.find((path) => isExecutable(path) && !isSnapStub(path));
}

/** Ubuntu's package `chromium-browser` is a script that asks for snapd, which containers do not have. */
function isSnapStub(path) {
  if (existsSync('/snap/bin/chromium') || !path.includes('chromium')) return false;
  try {
    return readFileSync(path, 'latin1').slice(0, 4000).includes('snap install chromium');
  } catch {
    return false;
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium from the system's own packages. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const advice = 'Install Chromium or Google Chrome, or set CHROME_PATH to it, and run again.';
  if (!isOnPath('apt-get'))
    throw new Error(`The end-to-end tests need Chromium, and this system has no apt-get. ${advice}`);
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (prefix.length > 0 && !mayUseSudo()) {
    throw new Error(
      `The end-to-end tests need Chromium, and installing it needs root. ${advice} (sudo apt-get install chromium)`,
    );
  }
  console.log('Installing Chromium by apt-get …');
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [file, ...rest] = [...prefix, 'apt-get', ...args];
    const { status } = spawnSync(file, rest, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    // An outdated index may still do, so only the install itself decides.
    if (status !== 0 && args[0] === 'install') throw new Error(`apt-get could not install Chromium. ${advice}`);
  }
  const installed = findChromium();
  if (!installed) throw new Error(`apt-get installed no usable Chromium. ${advice}`);
  return installed;
}

const isOnPath = (name) => (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));

function mayUseSudo() {
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
