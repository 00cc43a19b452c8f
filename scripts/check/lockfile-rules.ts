import semver from 'semver';

/** The oldest Node.js that Boardwire promises to run on; package.json says the same. */
const OLDEST_NODE = '20.19.0';

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  /** It comes inside of another package's archive. */
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly engines?: { readonly node?: string };
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package-lock.json of version 3. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** What is wrong with a lock for somebody on another platform, Node or registry. */
export function listLockProblems({ packages }: Lock): string[] {
  const names = new Set(Object.keys(packages).map(nameOf));
  const installed = Object.entries(packages).filter(([path]) => path.includes('node_modules/'));
  return installed.flatMap(([path, entry]) => [
    ...listMissingBinaries(path, entry, names),
    ...listEntryProblems(path, entry),
  ]);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** `npm ci` refuses a lock that lacks another platform's optional package. */
function listMissingBinaries(path: string, entry: LockEntry, names: Set<string>): string[] {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !names.has(name))
    .map((name) => `${path}: its optional ${name} is not in the lock`);
}

function listEntryProblems(path: string, entry: LockEntry): string[] {
  if (entry.link) return [];
  const problems: string[] = [];
  const { node } = entry.engines ?? {};
  if (node && !semver.satisfies(OLDEST_NODE, node)) {
    problems.push(`${path}: needs Node ${node}, not ${OLDEST_NODE}`);
  }
  if (!entry.integrity && !entry.inBundle) problems.push(`${path}: has no integrity hash`);
  if (entry.resolved && !entry.resolved.startsWith('https://registry.npmjs.org/')) {
    problems.push(`${path}: comes from one particular registry (${entry.resolved})`);
  }
  return problems;
}

type Manifest = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** What is wrong with a workspace's own dependencies: not exact, or not what the lock says. */
export function listManifestProblems(folder: string, manifest: Manifest, lock: Lock): string[] {
  const locked = lock.packages[folder] as Manifest | undefined;
  return ['dependencies', 'devDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}).flatMap(([name, range]) => {
      const where = `${folder || 'root'}: ${name}@${range}`;
      if (!semver.valid(range.replace(/^npm:.+@/, ''))) return [`${where} is not an exact version`];
      return locked?.[kind]?.[name] === range ? [] : [`${where} is not what the lock says`];
    }),
  );
}

/** Packages whose install scripts nobody decided on; npm would warn about each. */
export function listUndecidedScripts(
  { packages }: Lock,
  decided: Readonly<Record<string, boolean>>,
): string[] {
  return Object.entries(packages)
    .filter(([path, entry]) => entry.hasInstallScript && !(nameOf(path) in decided))
    .map(([path]) => `${path}: its install script is not decided on in allowScripts`);
}
