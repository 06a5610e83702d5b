import { expect, test } from 'vitest';
import { complete } from '@/server/ops/complete-lockfile.mjs';

const native = { 'native-darwin-arm64': '1.2.0', 'native-linux-x64': '1.2.0', 'native-linux-x64-musl': '1.2.0' };

test('adds the native builds of other systems, each with its system', () => {
  const { lock, added } = complete({
    packages: {
      '': {},
      'node_modules/native': { version: '1.2.0', dev: true, optionalDependencies: native },
      'node_modules/native-linux-x64': { version: '1.2.0', integrity: 'sha512-x', optional: true },
    },
  });
  expect(added).toEqual(['native-darwin-arm64@1.2.0', 'native-linux-x64-musl@1.2.0']);
  expect(lock.packages['node_modules/native-darwin-arm64']).toEqual({
    version: '1.2.0',
    optional: true,
    dev: true,
    os: ['darwin'],
    cpu: ['arm64'],
  });
  expect(lock.packages['node_modules/native-linux-x64-musl']).toMatchObject({ os: ['linux'], libc: ['musl'] });
  expect(lock.packages['node_modules/native-linux-x64']).toHaveProperty('integrity');
  expect(complete(lock).added).toEqual([]);
});

test('follows a range by the version its sibling was locked at', () => {
  const { added } = complete({
    packages: {
      'node_modules/native': {
        version: '1.0.0',
        optionalDependencies: { 'native-win32-x64': '^1.0.0', 'native-linux-x64': '^1.0.0' },
      },
      'node_modules/native-linux-x64': { version: '1.4.0', optional: true },
    },
  });
  expect(added).toEqual(['native-win32-x64@1.4.0']);
});

test('nests a second version beside the package that wants it', () => {
  const { lock } = complete({
    packages: {
      'node_modules/native': { version: '2.0.0', optionalDependencies: { 'native-darwin-x64': '2.0.0' } },
      'node_modules/old/node_modules/native': {
        version: '1.0.0',
        optionalDependencies: { 'native-darwin-x64': '1.0.0' },
      },
    },
  });
  expect(lock.packages['node_modules/native-darwin-x64']).toMatchObject({ version: '2.0.0' });
  expect(lock.packages['node_modules/old/node_modules/native/node_modules/native-darwin-x64']).toMatchObject({
    version: '1.0.0',
  });
});

test('drops download addresses and keeps checksums', () => {
  const { lock } = complete({
    packages: {
      'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a.tgz', integrity: 'sha512-x' },
    },
  });
  expect(lock.packages['node_modules/a']).toEqual({ version: '1.0.0', integrity: 'sha512-x' });
});

test('refuses to guess a version', () => {
  expect(() =>
    complete({ packages: { 'node_modules/a': { optionalDependencies: { 'a-linux-x64': '>=1 <3' } } } }),
  ).toThrow(/>=1 <3/);
});
