import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../', import.meta.url));
/** What a program imports; whatever their types lead to comes with them. */
const entries = ['client', 'live'];
/** Types of the contract whose shape is written out. */
const messages = ['ClientMessage', 'Hello', 'LiveCall', 'LivePerson', 'ServerMessage'];
const probeFile = `${root}sdk/src/flat-operations.ts`;
const probe = `
import type { OperationName, OperationsByName } from '@boardwire/contract/catalogue';
import type { InputOf, OutputOf } from '@boardwire/contract/define';
import type * as sync from '@boardwire/contract/sync';
export type Messages = { ${messages.map((name) => `${name}: sync.${name}`).join('; ')} };
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
    ['contract/sync.d.ts', writeMessages(program)],
    ['contract/column-types.d.ts', COLUMN_TYPES],
    ['contract/board-state.d.ts', BOARD_STATE],
    ['contract/define.d.ts', DEFINE],
    ['contract/accounts.d.ts', ACCOUNTS],
  ]);
  files.set('contract/errors.d.ts', rewriteImports(emit(program, 'contract/src/errors'), '../'));
  // Grows while it is walked.
  const names = new Set(entries);
  for (const name of names) {
    const text = emit(program, `sdk/src/${name}`);
    for (const [, path = ''] of text.matchAll(/'(\.\.?\/[\w/-]+)\.ts'/g))
      names.add(posix.join(posix.dirname(name), path));
    files.set(`${name}.d.ts`, rewriteImports(text, name.includes('/') ? '../' : './'));
  }
  return files;
}

/**
 * The declarations of one module.
 * @param {ts.Program} program
 * @param {string} path
 */
function emit(program, path) {
  let declarations = '';
  const source = required(program.getSourceFile(`${root}${path}.ts`));
  program.emit(source, (_file, text) => (declarations = text), undefined, true);
  return declarations;
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
  const roots = entries.map((name) => `${root}sdk/src/${name}.ts`);
  return ts.createProgram([...roots, `${root}contract/src/errors.ts`, probeFile], settings, host);
}

/** @param {ts.Program} program */
function writeCatalogue(program) {
  const operations = writeProperties(program, 'Flat').map(
    ([name, type]) => `  '${name}': ${type};`,
  );
  return rewriteTypes([
    '/** What every operation takes and answers. */',
    'export interface OperationsByName {',
    ...operations.toSorted(),
    '}',
    '/** The name of an operation. */',
    'export type OperationName = keyof OperationsByName;',
    '',
  ]);
}

/** @param {ts.Program} program */
function writeMessages(program) {
  const types = writeProperties(program, 'Messages').map(
    ([name, type]) => `export type ${name} = ${type};`,
  );
  return rewriteTypes([...types, '']);
}

/**
 * The properties of a type of the probe, each with its type written out.
 * @param {ts.Program} program
 * @param {string} typeName
 */
function writeProperties(program, typeName) {
  const checker = program.getTypeChecker();
  const source = required(program.getSourceFile(probeFile));
  const module = required(checker.getSymbolAtLocation(source));
  const found = checker.getExportsOfModule(module).find(({ name }) => name === typeName);
  const { TypeFormatFlags: flags } = ts;
  const format = flags.NoTruncation | flags.InTypeAlias | flags.UseSingleQuotesForStringLiteralType;
  return checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(required(found)))
    .map((property) => {
      const type = checker.typeToString(checker.getTypeOfSymbol(property), source, format);
      return /** @type {const} */ ([property.name, type]);
    });
}

/**
 * The one type that cannot be written out is the one that holds itself.
 * @param {string[]} lines
 */
function rewriteTypes(lines) {
  const text = lines
    .join('\n')
    .replaceAll('import("@boardwire/contract/column-types").Json', 'Json');
  return `import type { Json } from './column-types.js';\n${text}`;
}

const DEFINE = `export type InputOf<Spec> = Spec extends { input: infer Input } ? Input : never;
export type OutputOf<Spec> = Spec extends { output: infer Output } ? Output : never;
`;

const ACCOUNTS = `import type { OperationsByName } from './catalogue.js';
export type Account = OperationsByName['accounts.get']['output'];
`;

const COLUMN_TYPES = `/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
`;

const BOARD_STATE = `import type { OperationsByName } from './catalogue.js';
type Snapshot = OperationsByName['boards.snapshot']['output'];
type Comments = OperationsByName['comments.list']['output']['items'];
/** What a board consists of, by id. */
export interface BoardState {
  board: Snapshot['board'];
  columns: Map<string, Snapshot['columns'][number]>;
  groups: Map<string, Snapshot['groups'][number]>;
  items: Map<string, Snapshot['items'][number]>;
  views: Map<string, Snapshot['views'][number]>;
  conflicts: Map<string, Snapshot['conflicts'][number]>;
  /** Only those that were loaded or came by. */
  comments: Map<string, Comments[number]>;
}
/** A collection of a board, or the board itself. */
export type BoardEntity = keyof BoardState;
`;

/**
 * @param {string} text
 * @param {string} toRoot
 */
function rewriteImports(text, toRoot) {
  return text
    .replaceAll(/'@boardwire\/contract\/([\w-]+)'/g, `'${toRoot}contract/$1.js'`)
    .replaceAll(/'(\.\.?\/[\w/-]+)\.ts'/g, "'$1.js'");
}

/**
 * @template T
 * @param {T | undefined} value
 */
function required(value) {
  if (value === undefined) throw new Error('the declarations of the operations cannot be read');
  return value;
}
