import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
}

export const projectRoot = join(import.meta.dirname, '..', '..');

const foreign = new Set([
  'node_modules',
  '.git',
  '.next',
  'data',
  'test-results',
  'playwright-report',
  'coverage',
  'dist',
]);
const textEndings = new Set(
  '.ts .tsx .mjs .cjs .js .json .jsonc .sql .md .css .yml .yaml .sh .html .svg .txt .toml'.split(' '),
);
const generated = /^(package-lock\.json|next-env\.d\.ts|db\/migrations\/.*|.*\.tsbuildinfo)$/;

/** Everything a person wrote here, also what is not committed yet. */
export function sourceFiles(): SourceFile[] {
  const found: SourceFile[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(projectRoot, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!foreign.has(entry.name)) visit(path);
      } else if (entry.isFile() && isOurText(path)) {
        found.push({ path, text: readFileSync(join(projectRoot, path), 'utf8') });
      }
    }
  };
  visit('');
  return found;
}

function isOurText(path: string): boolean {
  const isSetting =
    path.startsWith('.ci/') || path.startsWith('.github/') || path === '.npmrc' || path === '.gitignore';
  return (isSetting || textEndings.has(extname(path))) && !path.startsWith('.env') && !generated.test(path);
}
