import ts from 'typescript';
import type { SourceFile } from './sources.ts';

/** The figures of one file that the house rules limit. */
export interface FileFigures {
  readonly path: string;
  readonly lines: number;
  /** Lines of each function that has a body in braces, nested ones included. */
  readonly functionLines: readonly number[];
  /** Distinct exported names; a value and a type of the same name are one. */
  readonly exports: number;
}

/** Measures one file. */
export function measureFile({ path, text }: SourceFile): FileFigures {
  const parsed = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return {
    path,
    lines: countLines(text),
    functionLines: measureFunctions(parsed),
    exports: new Set(parsed.statements.flatMap(listExportedNames)).size,
  };
}

function countLines(text: string): number {
  const breaks = text.split('\n').length - 1;
  return text.endsWith('\n') || text === '' ? breaks : breaks + 1;
}

function measureFunctions(file: ts.SourceFile): number[] {
  const lengths: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body && ts.isBlock(node.body)) {
      lengths.push(lineOf(file, node.getEnd()) - lineOf(file, node.getStart(file)) + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lengths;
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line;
}

function listExportedNames(statement: ts.Statement): string[] {
  if (ts.isExportAssignment(statement)) return ['default'];
  if (ts.isExportDeclaration(statement)) return listReExportedNames(statement);
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.DeclarationStatement;
  return [name?.getText() ?? 'default'];
}

function listReExportedNames({ exportClause, moduleSpecifier }: ts.ExportDeclaration): string[] {
  if (!exportClause) return [`* from ${moduleSpecifier?.getText()}`];
  if (ts.isNamespaceExport(exportClause)) return [exportClause.name.getText()];
  return exportClause.elements.map(({ name }) => name.getText());
}

/** The value below which 95 of 100 of these lie; 0 for none. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
