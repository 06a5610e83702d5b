// The house rules as errors (docs/decisions/0001). Levels are the only list to edit when a module is added.
const levels = [
  ['identity', 'audit', 'policy'],
  ['access', 'work'],
  ['tenancy', 'disclosures', 'sso'],
  ['clients', 'ledger', 'documents', 'screening', 'cases'],
  ['acquisition', 'onboarding', 'payments', 'trading'],
  ['partners', 'risk', 'challenges', 'engagement', 'support', 'notifications'],
  ['reconciliation', 'reporting', 'migration', 'webhooks'],
];
const module_ = (names) => `^server/modules/(${names.join('|')})/`;
const callsGoDown = levels.flatMap((level, i) => {
  const above = levels.slice(i + 1).flat();
  const rules = level.map((name) => ({
    name: `calls-go-down:${name}`,
    severity: 'error',
    comment: 'A module calls doors of lower levels only; sideways and up is an event (events.ts).',
    from: { path: module_([name]) },
    to: {
      path: module_([...level.filter((other) => other !== name), ...above]),
      pathNot: '/events\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  }));
  return rules;
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'modules-via-door',
      severity: 'error',
      comment: 'From outside a module only its door, contract, events, ports, router and rest files are seen.',
      from: { path: '^server/modules/([^/]+)/' },
      to: { path: '^server/modules/([^/]+)/', pathNot: ['^server/modules/$1/', '/(index|contract|events)\\.ts$'] },
    },
    {
      name: 'outside-via-door',
      severity: 'error',
      comment:
        'Transports mount routers and public routes, the registry sees ports. Nothing else of a module is seen from outside.',
      from: { path: '^(server/(transports|gateways|ops)|db/seed)/' },
      to: { path: '^server/modules/', pathNot: '/(index|contract|events|ports|router|rest)\\.ts$' },
    },
    {
      name: 'app-and-jobs-via-door',
      severity: 'error',
      from: { path: '^(app|jobs)/' },
      to: { path: '^server/modules/', pathNot: '/(index|[a-z-]*contract|events)\\.ts$' },
    },
    {
      name: 'only-repositories-touch-tables',
      severity: 'error',
      // Lists, because the tool refuses a nested optional group as unsafe.
      from: { path: '^server/modules/', pathNot: ['/(repository|queries)\\.ts$', '/(repository|queries)/'] },
      to: { path: '^db/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'own-tables-only',
      severity: 'error',
      comment:
        'Tables of another module are its own affair: ask its door. Files with an underscore and the facts of the tenant itself belong to all.',
      from: { path: '^server/modules/([^/]+)/' },
      to: { path: '^db/schema/[^_]', pathNot: ['^db/schema/$1[./]', '^db/schema/tenancy\\.ts$'] },
    },
    {
      name: 'pure-files-stay-pure',
      severity: 'error',
      from: { path: '^server/modules/[^/]+/(state|policy|calc|journey|capabilities)\\.ts$' },
      to: {
        path: '(^db/|/repository|/queries|/service|/verbs/|^server/kernel/(uow|verb|effect)\\.ts)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'modules-know-ports-not-adapters',
      severity: 'error',
      from: { path: '^server/(modules|kernel)/' },
      to: { path: '^server/(adapters|emulators|transports|gateways|ops)/' },
    },
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^server/kernel/' },
      to: { path: '^(server/modules|app|jobs|emails)/' },
    },
    {
      name: 'db-is-the-floor',
      severity: 'error',
      from: { path: '^db/', pathNot: '^db/seed/' },
      to: { path: '^(server|app|jobs|emails|tests)/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'emails-are-pure', severity: 'error', from: { path: '^emails/' }, to: { path: '^(server|db|app|jobs)/' } },
    {
      name: 'app-never-db',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^(db|server/adapters|server/emulators)/' },
    },
    {
      name: 'app-jobs-only-in-inngest-route',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/api/inngest/' },
      to: { path: '^jobs/' },
    },
    {
      name: 'jobs-never-db',
      severity: 'error',
      comment: 'A step is one verb or one effect. The engine keeps its own state.',
      from: { path: '^jobs/', pathNot: '^jobs/engine/' },
      to: { path: '^db/' },
    },
    {
      name: 'product-runs-without-emulators',
      severity: 'error',
      from: { path: '^(server|app|jobs|emails|db)/', pathNot: '^(server/(emulators|ops)/|db/seed/)' },
      to: { path: '^server/emulators/' },
    },
    {
      name: 'surfaces-do-not-mix',
      severity: 'error',
      from: { path: '^app/t/\\[tenant\\]/(portal|desk|partner)/' },
      to: { path: '^app/(t/\\[tenant\\]/(portal|desk|partner)|platform)/', pathNot: '^app/t/\\[tenant\\]/$1/' },
    },
    {
      name: 'emulators-share-no-code-with-adapters',
      severity: 'error',
      from: { path: '^server/emulators/' },
      to: { path: '^server/(adapters|modules|transports)/' },
    },
    {
      name: 'adapters-know-no-services',
      severity: 'error',
      from: { path: '^server/adapters/', pathNot: '^server/adapters/(registry|connections)\\.ts$' },
      to: { path: '^(db/|server/emulators/|server/modules/[^/]+/(?!ports\\.ts))' },
    },
    {
      name: 'registry-only-in-composition-roots',
      severity: 'error',
      from: {
        path: '^(server|app|jobs)/',
        pathNot: '^(server/(transports|gateways|ops|adapters)/|jobs/client\\.ts|db/seed/)',
      },
      to: { path: '^server/adapters/registry\\.ts$' },
    },
    {
      name: 'platform-client-is-narrow',
      severity: 'error',
      from: { pathNot: '^(server/modules/(tenancy|migration|audit)/|server/gateways/|server/ops/|tests/|db/)' },
      to: { path: '^db/platform-client\\.ts$' },
    },
    ...callsGoDown,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(app|server|db|jobs|emails)/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
