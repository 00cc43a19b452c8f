import { accountNotices, noticeTypes } from '@boardwire/contract/notices';
import type { Transaction } from '../../platform/database/database.ts';
import { parseTemplate, readVariable, variablesOf } from './domain/template-source.ts';
import { listTemplates } from './store/templates.ts';

/** What is wrong with a template or the values for it, by its place in the input. */
export interface TemplateFault {
  path: string;
  message: string;
}

/** A template that may be sent: later versions are not for this message. */
export interface CheckedTemplate {
  version: number;
}

/**
 * Whether a program may send a template of its organization with these values, and in which version. A value that a text needs
 * and does not get would leave a hole, and one that no text knows is a slip.
 */
export async function checkTemplate(
  tx: Transaction,
  {
    organizationId,
    key,
    data,
  }: { organizationId: string; key: string; data: Readonly<Record<string, unknown>> },
): Promise<CheckedTemplate | TemplateFault> {
  if (Object.hasOwn(noticeTypes, key) || accountNotices.some((name) => name === key))
    return { path: 'template', message: `${key} is sent by Boardwire itself` };
  const texts = await listTemplates(tx, organizationId, key);
  if (texts.length === 0)
    return { path: 'template', message: `There is no template ${key} in this organization` };
  const known = new Set(texts.flatMap(({ sample }) => [...variablesOf(sample)]));
  const needed = texts.flatMap(({ subject, source }) => namesIn(`${subject}\n${source}`, known));
  const missing = needed.find((name) => readVariable(data, name) === '');
  if (missing !== undefined)
    return { path: `data.${missing}`, message: `The template ${key} needs a text here` };
  const unknown = [...variablesOf(data)].find((name) => !known.has(name));
  if (unknown === undefined) return { version: Math.max(...texts.map(({ version }) => version)) };
  return { path: `data.${unknown}`, message: `The template ${key} has no such variable` };
}

function namesIn(source: string, known: ReadonlySet<string>): string[] {
  const parsed = parseTemplate(source, known);
  if (parsed.kind === 'refused') return [];
  return parsed.parts.flatMap((part) => ('variable' in part ? [part.variable] : []));
}
