/**
 * One step of `npm run check`: a program in node_modules or a script of ours, run by Node.
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command a path in the repository and its arguments
 * @property {boolean} [isTypeScript] run through tsx
 * @property {'line' | 'report'} [shows] what of its output is printed when it passes
 */

const typescript = 'node_modules/typescript-7/bin/tsc';

/** @type {Step[]} in an order that starts the long ones first */
export const steps = [
  { name: 'types', command: [typescript, '--project', 'tsconfig.json'] },
  { name: 'lint', command: ['node_modules/oxlint/bin/oxlint'], shows: 'line' },
  { name: 'types of web', command: [typescript, '--project', 'web/tsconfig.json'] },
  {
    name: 'dependencies',
    command: ['scripts/check/dependencies.ts'],
    isTypeScript: true,
    shows: 'line',
  },
  { name: 'unused code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  {
    name: 'documents',
    command: ['scripts/docs.ts', '--check'],
    isTypeScript: true,
    shows: 'line',
  },
  {
    name: 'sizes',
    command: ['scripts/check/sizes.ts'],
    isTypeScript: true,
    shows: 'report',
  },
  {
    name: 'lock file',
    command: ['scripts/check/lockfile.ts'],
    isTypeScript: true,
    shows: 'line',
  },
  {
    name: 'migrations',
    command: ['scripts/check/migrations.ts'],
    isTypeScript: true,
    shows: 'line',
  },
  { name: 'format', command: ['node_modules/oxfmt/bin/oxfmt', '--list-different'] },
];
