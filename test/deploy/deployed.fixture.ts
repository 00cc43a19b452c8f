import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

const FOLDER = fileURLToPath(new URL('../../deploy/', import.meta.url));

/** A file of deploy/ as text. */
export const readDeployed = (path: string) => readFileSync(FOLDER + path, 'utf8');

/** All files of deploy/ that are kept in the repository, by their paths in it. */
export function listDeployed(): string[] {
  return readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('//', '/').slice(FOLDER.length))
    .filter((path) => !/(?:^|\/)secrets\/|^\.env$|^compose\.override\.yaml$/.test(path));
}

/** A YAML file with merge keys, as Compose reads it. */
export const parseDeployed = (path: string): unknown => parse(readDeployed(path), { merge: true });

/** The documents of a YAML file. */
export const parseDocuments = (path: string): unknown[] =>
  parseAllDocuments(readDeployed(path)).map((document) => document.toJS() as unknown);

/** One alert rule. */
export interface AlertRule {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { runbook_url: string; summary: string; description: string };
}

/** Every alert rule. */
export const listRules = () =>
  (
    parseDeployed('prometheus/boardwire-rules.yaml') as { groups: { rules: AlertRule[] }[] }
  ).groups.flatMap((group) => group.rules);
