// Plain enough for any Node that knows modules: it must live long enough to say what is wrong.

const NEEDED = [20, 19];

/**
 * Whether a version is at least the needed one.
 * @param {string} version as in process.versions.node
 * @param {number[]} [needed] major and minor
 */
export function isNodeSupported(version, needed = NEEDED) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed;
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

if (!isNodeSupported(process.versions.node)) {
  process.stderr.write(
    `Boardwire needs Node.js ${NEEDED.join('.')} or newer; this is ${process.versions.node}. ` +
      'Install a current release from https://nodejs.org and start again.\n',
  );
  process.exit(1);
}
