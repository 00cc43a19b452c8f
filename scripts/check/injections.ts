/** A file that breaks one sentence of the dependency rule. */
export interface Injection {
  /** Name of the rule in .dependency-cruiser.mjs that must refuse it. */
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

const features = 'server/src/features';

/** What injected files import; on their own these break no rule. */
export const targets: ReadonlyMap<string, string> = new Map([
  [`${features}/injected-a/index.ts`, "import './operations.ts';"],
  [`${features}/injected-a/operations.ts`, "import './store.ts';"],
  [`${features}/injected-a/store.ts`, 'export {};'],
  [`${features}/injected-a/jobs.ts`, 'export {};'],
  ['server/src/kernel/injected-target.ts', 'export {};'],
  ['server/src/platform/mail/injected-target.ts', 'export {};'],
  ['server/src/interfaces/injected-target.ts', 'export {};'],
  ['server/src/roles/injected-target.ts', 'export {};'],
  ['contract/src/injected-target.ts', 'export {};'],
  ['sdk/src/injected-target.ts', 'export {};'],
  ['web/src/features/injected-a/parts.ts', 'export {};'],
  ['web/src/ui/injected-target.ts', 'export {};'],
  ['web/src/injected-cycle-b.ts', "import type {} from './injected-cycle-a.ts';"],
]);

const fromDriver = (driver: string): Injection => ({
  rule: 'drivers-in-platform',
  file: `${features}/injected-b/driver-${driver.replaceAll(/\W/g, '-')}.ts`,
  text: `import '${driver}';`,
});

const inLayers: readonly Injection[] = [
  {
    rule: 'kernel-stands-alone',
    file: 'server/src/kernel/injected.ts',
    text: "import '../platform/mail/injected-target.ts';",
  },
  {
    rule: 'contract-needs-only-zod',
    file: 'contract/src/injected.ts',
    text: "import 'uuid';",
  },
  {
    rule: 'domain-is-pure',
    file: `${features}/injected-a/domain.ts`,
    text: "import type {} from './store.ts';",
  },
  {
    rule: 'domain-is-pure',
    file: `${features}/injected-b/domain.ts`,
    text: "import 'node:fs';",
  },
  {
    rule: 'domain-takes-types-from-contract',
    file: `${features}/injected-c/domain.ts`,
    text: "import '@boardwire/contract/injected-target';",
  },
  {
    rule: 'store-is-below-operations',
    file: `${features}/injected-b/store.ts`,
    text: "import '../injected-a/index.ts';",
  },
  {
    rule: 'operations-have-no-effects',
    file: `${features}/injected-b/operations.ts`,
    text: "import '../../platform/mail/injected-target.ts';",
  },
  {
    rule: 'platform-knows-no-feature',
    file: 'server/src/platform/injected.ts',
    text: "import '../features/injected-a/index.ts';",
  },
  {
    rule: 'feature-through-its-door',
    file: `${features}/injected-b/reactions.ts`,
    text: "import '../injected-a/store.ts';",
  },
  {
    rule: 'feature-through-its-door',
    file: `${features}/injected-b/lazy.ts`,
    text: "export const load = () => import('../injected-a/store.ts');",
  },
  {
    rule: 'feature-below-interfaces',
    file: `${features}/injected-b/jobs.ts`,
    text: "import type {} from '../../interfaces/injected-target.ts';",
  },
  {
    rule: 'composition-sees-doors',
    file: 'server/src/roles/injected.ts',
    text: "import '../features/injected-a/jobs.ts';",
  },
  {
    rule: 'interfaces-below-roles',
    file: 'server/src/interfaces/injected.ts',
    text: "import '../roles/injected-target.ts';",
  },
];

const amongWorkspaces: readonly Injection[] = [
  {
    rule: 'web-never-server',
    file: 'web/src/injected.ts',
    text: "import '../../server/src/kernel/injected-target.ts';",
  },
  {
    rule: 'web-feature-through-its-door',
    file: 'web/src/features/injected-b/page.tsx',
    text: "import '../injected-a/parts.ts';",
  },
  {
    rule: 'web-parts-know-no-feature',
    file: 'web/src/ui/injected.tsx',
    text: "import '../features/injected-a/parts.ts';",
  },
  {
    rule: 'sdk-needs-only-contract',
    file: 'sdk/src/injected.ts',
    text: "import 'node:fs';",
  },
  {
    rule: 'sdk-live-packages',
    file: 'sdk/src/live/injected-live.ts',
    text: "import 'zod';",
  },
  {
    rule: 'redis-in-its-place',
    file: 'server/src/platform/live/injected-redis.ts',
    text: "import 'ioredis';",
  },
  {
    rule: 'server-never-web',
    file: 'server/src/platform/injected-web.ts',
    text: "import '../../../web/src/ui/injected-target.ts';",
  },
];

const ofShape: readonly Injection[] = [
  ...['http', 'https', 'http2', 'net', 'tls', 'dgram'].map((name) => ({
    rule: 'calls-leave-by-egress',
    file: `server/src/commands/injected-${name}.ts`,
    text: `import '${name === 'http' ? '' : 'node:'}${name}';`,
  })),
  {
    rule: 'transport-outside-features',
    file: `${features}/injected-b/transport.ts`,
    text: "import 'fastify';",
  },
  {
    rule: 'kernel-has-two-packages',
    file: 'server/src/kernel/injected-package.ts',
    text: "import 'zod';",
  },
  {
    rule: 'ranks-in-kernel',
    file: `${features}/injected-b/ranks.ts`,
    text: "import 'fractional-indexing';",
  },
  {
    rule: 'documents-in-long-text',
    file: `${features}/injected-b/documents.ts`,
    text: "import 'yjs';",
  },
  {
    rule: 'declared-packages-only',
    file: 'server/src/platform/injected-package.ts',
    text: "import 'react';",
  },
  {
    rule: 'resolvable',
    file: 'server/src/platform/injected-unresolved.ts',
    text: "import './injected-nowhere.ts';",
  },
  {
    rule: 'no-cycles',
    file: 'web/src/injected-cycle-a.ts',
    text: "import './injected-cycle-b.ts';",
  },
  { rule: 'no-orphans', file: 'server/src/platform/injected-orphan.ts', text: 'export {};' },
  {
    rule: 'tests-are-leaves',
    file: 'server/src/platform/injected-importer.ts',
    text: "import './injected.test.ts';",
  },
];

const drivers = ['pg', 'bullmq', 'nodemailer', 'undici', 'pino', 'prom-client', 'jose'];

/** One broken rule each; every rule has at least one. */
export const injections: readonly Injection[] = [
  ...inLayers,
  ...amongWorkspaces,
  ...ofShape,
  ...[...drivers, '@node-rs/argon2', 'otpauth', 'cockatiel'].map(fromDriver),
];
