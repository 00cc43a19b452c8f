import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../', import.meta.url));
/** Everything that the types of client.ts lead to. */
const modules = ['client', 'operations', 'options', 'pages', 'result', 'session-store'];
const probeFile = `${root}sdk/src/flat-operations.ts`;
const probe = `
import type { OperationName, OperationsByName } from '@boardwire/contract/catalogue';
import type { InputOf, OutputOf } from '@boardwire/contract/define';
export type Flat = {
  [Name in OperationName]: { input: InputOf<OperationsByName[Name]>; output: OutputOf<OperationsByName[Name]> };
};
`;

/**
 * The declarations of the client for programs outside of this repository, by file name. The operations' types are
 * written out, so that nobody needs the schemas, or their library, to use the client.
 * @returns {Map<string, string>}
 */
export function renderDeclarations() {
  const program = createProgram();
  const files = new Map([
    ['contract/catalogue.d.ts', writeCatalogue(program)],
    ['contract/define.d.ts', DEFINE],
    ['contract/accounts.d.ts', ACCOUNTS],
  ]);
  for (const path of [...modules.map((name) => `sdk/src/${name}`), 'contract/src/errors']) {
    const source = program.getSourceFile(`${root}${path}.ts`);
    const name = path.startsWith('sdk/') ? path.replace('sdk/src/', '') : path.replace('/src', '');
    program.emit(
      source,
      (_file, text) => files.set(`${name}.d.ts`, rewriteImports(text)),
      undefined,
      true,
    );
  }
  return files;
}

function createProgram() {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const settings = { ...options, declaration: true, emitDeclarationOnly: true, noEmit: false };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === probeFile || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === probeFile ? ts.createSourceFile(file, probe, ...rest) : getSourceFile(file, ...rest);
  const roots = modules.map((name) => `${root}sdk/src/${name}.ts`);
  return ts.createProgram([...roots, `${root}contract/src/errors.ts`, probeFile], settings, host);
}

/** @param {ts.Program} program */
function writeCatalogue(program) {
  const checker = program.getTypeChecker();
  const source = required(program.getSourceFile(probeFile));
  const module = required(checker.getSymbolAtLocation(source));
  const [flat] = checker.getExportsOfModule(module);
  const { TypeFormatFlags: flags } = ts;
  const format = flags.NoTruncation | flags.InTypeAlias | flags.UseSingleQuotesForStringLiteralType;
  const operations = checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(required(flat)))
    .map((operation) => {
      const type = checker.typeToString(checker.getTypeOfSymbol(operation), source, format);
      return `  '${operation.name}': ${type};`;
    });
  return [
    '/** What every operation takes and answers. */',
    'export interface OperationsByName {',
    ...operations.toSorted(),
    '}',
    '/** The name of an operation. */',
    'export type OperationName = keyof OperationsByName;',
    '',
  ].join('\n');
}

const DEFINE = `export type InputOf<Spec> = Spec extends { input: infer Input } ? Input : never;
export type OutputOf<Spec> = Spec extends { output: infer Output } ? Output : never;
`;

const ACCOUNTS = `import type { OperationsByName } from './catalogue.js';
export type Account = OperationsByName['accounts.get']['output'];
`;

/** @param {string} text */
function rewriteImports(text) {
  return text
    .replaceAll(/'@boardwire\/contract\/([\w-]+)'/g, "'./contract/$1.js'")
    .replaceAll(/'\.\/([\w-]+)\.ts'/g, "'./$1.js'");
}

/**
 * @template T
 * @param {T | undefined} value
 */
function required(value) {
  if (value === undefined) throw new Error('the declarations of the operations cannot be read');
  return value;
}
