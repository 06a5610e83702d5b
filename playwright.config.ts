import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from './tests/e2e/support/browser';

/** Staff work of the office: walked on the phone too when E2E_EVERYWHERE says so, else only at a desk. */
const atTheDesk =
  /(platform|single-sign-on|access|access-review|ownership|desk-operations|segments|settings)\.spec\.ts$/;

/** The product is started as a newcomer would start it, unless E2E_BASE_URL says where one listens. */
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/support/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    launchOptions: launchOptions(),
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 1000 } } },
    {
      name: 'phone',
      use: { ...devices['Pixel 7'] },
      ...(process.env.E2E_EVERYWHERE ? {} : { testIgnore: atTheDesk }),
    },
  ],
});
