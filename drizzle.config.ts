import { defineConfig } from 'drizzle-kit';

// Only `generate` is used: `push` would drop roles it does not know, `migrate` swallows its errors (db/migrate.ts runs them).
export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema/*.ts',
  out: './db/migrations',
  casing: 'snake_case',
});
