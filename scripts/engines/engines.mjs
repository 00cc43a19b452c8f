/**
 * A program that tests run against. It is looked for in this order: the address or path in
 * `variable`, a `binaries` name on the PATH, `aptPackages` when root on Debian or Ubuntu, the
 * Docker `image`. When none works, tests that need it skip themselves, and the run says so.
 * @typedef {object} Engine
 * @property {string} name also the name of its helper: test/harness/<name>.ts
 * @property {string} variable where tests find its path (a program) or URL (a server)
 * @property {boolean} [isBuiltIn] the harness brings its own when the variable is unset
 * @property {string[]} [binaries]
 * @property {string[]} [aptPackages]
 * @property {Server} [server] given when it must be running; without it the path is all
 *
 * @typedef {object} Server
 * @property {(port: number, dir: string) => string[]} listArguments starts it on 127.0.0.1:port
 *   with its files in dir
 * @property {(port: number) => string} formatUrl
 * @property {string} [image] with `imagePort`, the same server in Docker
 * @property {number} [imagePort]
 */

/** @type {Engine[]} */
export const engines = [
  { name: 'postgres', variable: 'DATABASE_URL', isBuiltIn: true },
  {
    name: 'redis',
    variable: 'TEST_REDIS_URL',
    binaries: ['redis-server', 'valkey-server'],
    aptPackages: ['redis-server'],
    server: {
      listArguments: (port, dir) => [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        dir,
        '--save',
        '',
      ],
      formatUrl: (port) => `redis://127.0.0.1:${port}`,
      image: 'redis:7',
      imagePort: 6379,
    },
  },
  {
    name: 'chromium',
    variable: 'CHROMIUM_PATH',
    // The one without windows does the same with a third less work.
    binaries: [
      'chromium-headless-shell',
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
    ],
    aptPackages: ['chromium-headless-shell'],
  },
  {
    // For what is shown outside of pages, such as notifications.
    name: 'full-chromium',
    variable: 'FULL_CHROMIUM_PATH',
    binaries: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    aptPackages: ['chromium'],
  },
  {
    name: 'promtool',
    variable: 'PROMTOOL_PATH',
    binaries: ['promtool'],
    aptPackages: ['prometheus'],
  },
];

/**
 * Whether a test file needs an engine: it imports the engine's helper or reads its variable.
 * @param {Engine} engine
 * @param {string} testText
 */
export function isNeededBy(engine, testText) {
  return testText.includes(`/harness/${engine.name}.ts`) || testText.includes(engine.variable);
}
