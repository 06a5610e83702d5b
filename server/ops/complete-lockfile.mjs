// npm run lock: after a change of dependencies, `npm install` on one system leaves the native builds for other systems out of
// package-lock.json when its registry does not carry them, and `npm ci` then refuses the lock. This adds the missing entries
// (no address, no checksum: npm ci on that system asks its own registry) and drops download addresses of a local registry.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = ['android', 'darwin', 'win32', 'freebsd', 'openharmony', 'linux', 'aix', 'netbsd', 'openbsd', 'sunos'];
const systemAliases = { windows: 'win32', macos: 'darwin' };
// Longest names first: "arm" is part of "arm64".
const processors = ['loong64', 'mips64el', 'riscv64', 'wasm32', 'arm64', 'ppc64', 's390x', 'ia32', 'arm', 'x64'];

export function complete(lock) {
  const packages = { ...lock.packages };
  const added = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (entry.resolved?.startsWith('http')) {
      const { resolved: _, ...rest } = entry;
      packages[path] = rest;
    }
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const version = versionFor(range, entry.optionalDependencies, packages, path);
      const found = visible(packages, path, name);
      if (found && satisfies(found.version, range, version)) continue;
      // The top is free, or another version holds it: then it is nested, as npm would.
      const place = packages[`node_modules/${name}`] ? `${path}/node_modules/${name}` : `node_modules/${name}`;
      packages[place] = { version, optional: true, ...(entry.dev ? { dev: true } : {}), ...platformOf(name) };
      added.push(`${name}@${version}`);
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { lock: { ...lock, packages: sorted }, added };
}

/** What Node's resolution finds for `name` from the package at `path` upwards. */
function visible(packages, path, name) {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    const found = packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`];
    if (found || base === '') return found;
  }
}

/** A sibling asked for by the same range is released together with it; else the range's own floor. */
function versionFor(range, siblings, packages, path) {
  for (const [name, siblingRange] of Object.entries(siblings)) {
    if (siblingRange !== range) continue;
    const found = visible(packages, path, name);
    if (found && satisfies(found.version, range)) return found.version;
  }
  const floor = /^[\^~]?(\d+\.\d+\.\d+[\w.+-]*)$/.exec(range)?.[1];
  if (!floor) throw new Error(`Cannot tell a version for the range "${range}" of an optional package of ${path}`);
  return floor;
}

function satisfies(version, range, expected) {
  if (version === expected || version === range) return true;
  if (/^\d/.test(range)) return false;
  const [major, minor] = version.split('.');
  const [wantedMajor, wantedMinor] = range.replace(/^[\^~]/, '').split('.');
  if (range.startsWith('~')) return major === wantedMajor && minor === wantedMinor;
  if (range.startsWith('^')) return major === wantedMajor && (major !== '0' || minor === wantedMinor);
  return true;
}

function platformOf(name) {
  const tail = name.split('/').at(-1).toLowerCase();
  const alias = Object.keys(systemAliases).find((word) => tail.includes(word));
  const os = alias ? systemAliases[alias] : systems.find((system) => tail.includes(system));
  const cpu = /x86_64/.test(tail)
    ? 'x64'
    : /aarch64/.test(tail)
      ? 'arm64'
      : processors.find((word) => tail.includes(word));
  return {
    ...(os ? { os: [os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(tail.includes('musl') ? { libc: ['musl'] } : {}),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? 'package-lock.json';
  const { lock, added } = complete(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} optional platform packages added${added.length > 0 ? `: ${added.join(', ')}` : ''}`);
}
