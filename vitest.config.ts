import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

// `TZ=Asia/Kolkata npm test` proves that nothing leans on the machine's zone.
process.env.TZ ??= 'UTC';

const inFolders = (...folders: string[]) => folders.map((folder) => `tests/${folder}/**/*.test.{ts,tsx}`);
const alias = { '@/': root };

export default defineConfig({
  resolve: { alias },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    // How long a thing takes is for benches: a poll only has to end when it never comes true.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      { extends: true, test: { name: 'pure', include: inFolders('unit', 'architecture') } },
      {
        extends: true,
        test: {
          name: 'database',
          include: inFolders('matrix', 'modules', 'properties', 'contracts', 'simulation'),
          globalSetup: 'tests/support/global-setup.ts',
          setupFiles: 'tests/support/neon-setup.ts',
        },
      },
    ],
  },
});
