import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { complete } from '@/server/ops/complete-lockfile.mjs';
import { projectRoot, type SourceFile, sourceFiles } from '../support/source-files';
import { tidyRules } from './tidy-rules';

const files = sourceFiles();

describe.each(tidyRules)('$name', (rule) => {
  test('holds in every file', () => {
    const found = files.flatMap((file) => rule.find(file).map((offence) => `${file.path}: ${offence}`));
    expect(found).toEqual([]);
  });

  test('would be noticed', () => {
    expect(rule.find(rule.offence)).not.toEqual([]);
    expect(rule.find(rule.honest)).toEqual([]);
  });
});

test('the walk sees the project', () => {
  const paths = files.map(({ path }) => path);
  expect(paths).toContain('package.json');
  expect(paths).toContain('server/kernel/money.ts');
  expect(paths).toContain('.ci/run');
  expect(paths.some((path) => path.includes('node_modules'))).toBe(false);
});

const houses = ['app', 'server', 'db', 'jobs', 'emails', 'tests', 'docs', 'public', '.ci'];

/** Links to files, and paths in code spans that name a file of ours outright. */
function referencedPaths({ path, text }: SourceFile): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const links = [...prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:|^\/|^#/.test(target))
    .map((target) => normalize(join(dirname(path), decodeURI(target))));
  const spans = [...prose.matchAll(/`([\w@[\]().-]+\/[\w@[\]()./-]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((span) => houses.includes(span.split('/')[0] ?? '') && !span.includes('...'))
    .map((span) => span.replace(/\/$/, ''));
  return [...links, ...spans];
}

test('documents name files that exist', () => {
  const missing = files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((file) =>
      referencedPaths(file)
        .filter((target) => !existsSync(join(projectRoot, target)))
        .map((target) => `${file.path}: ${target}`),
    );
  expect(missing).toEqual([]);
});

test('a document that names a missing file would be noticed', () => {
  const document = {
    path: 'docs/a.md',
    text: 'See [b](./b.md#part), `server/kernel/gone.ts`, [c](https://example.org) and `x/y`.',
  };
  expect(referencedPaths(document)).toEqual(['docs/b.md', 'server/kernel/gone.ts']);
});

describe('package-lock.json', () => {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'));
  const entries: [string, { resolved?: string }][] = Object.entries(lock.packages);

  test('names no download address, so that every registry serves it (npm run lock)', () => {
    expect(entries.filter(([, { resolved }]) => resolved?.startsWith('http')).map(([path]) => path)).toEqual([]);
  });

  test('lists the native builds of every system, or npm ci refuses it elsewhere (npm run lock)', () => {
    expect(complete(lock).added).toEqual([]);
  });
});
