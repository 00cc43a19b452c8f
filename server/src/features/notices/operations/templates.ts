import { createHash } from 'node:crypto';
import * as contract from '@boardwire/contract/notification-templates';
import type { OutputOf } from '@boardwire/contract/define';
import { accountNotices } from '@boardwire/contract/notices';
import { TEMPLATE_KEY } from '@boardwire/contract/notifications';
import {
  implement,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import { parseTemplate } from '../domain/template-source.ts';
import {
  isReplaceable,
  knownVariables,
  replaceableTypes,
  sampleOf,
  sampleScene,
} from '../known-variables.ts';
import {
  insertTemplate,
  listTemplates,
  listVersions,
  takeVersion,
  type TemplateRow,
} from '../store/templates.ts';

type Template = OutputOf<typeof contract.list>[number];
type Text = OutputOf<typeof contract.save>;

const list = implement(contract.list, {
  async handle({ organizationId }, { tx }) {
    const texts = await listTemplates(tx, organizationId);
    const keys = new Set<string>([...replaceableTypes, ...texts.map(({ key }) => key)]);
    return [...keys].map((key) =>
      toTemplate(
        key,
        texts.filter((text) => text.key === key),
      ),
    );
  },
});

const get = implement(contract.get, {
  async handle({ organizationId, key }, { tx }) {
    const versions = await listVersions(tx, organizationId, key);
    if (versions.length === 0 && !isReplaceable(key)) throw notFound('This template');
    const texts = await listTemplates(tx, organizationId, key);
    const sample = sampleOf(key, texts, sampleScene('en')) as TemplateRow['sample'];
    return { ...toTemplate(key, texts), versions: versions.map(toText), sample };
  },
});

const save = implement(contract.save, {
  async handle({ organizationId, baseVersion, ...text }, context) {
    checkKey(text.key);
    if (isReplaceable(text.key)) checkText(text, knownVariables(text.key, []));
    else checkText(text, knownVariables(text.key, [text]));
    return add(context, organizationId, text, baseVersion);
  },
});

const restore = implement(contract.restore, {
  async handle({ organizationId, key, version }, context) {
    const versions = await listVersions(context.tx, organizationId, key);
    const text = versions.find((each) => each.version === version);
    if (text === undefined) throw notFound('This version');
    checkKey(key);
    return add(context, organizationId, text);
  },
});

/** Reading and writing the texts of an organization. */
export const templateOperations: readonly Operation[] = [list, get, save, restore];

type NewText = Pick<TemplateRow, 'key' | 'locale' | 'channel' | 'subject' | 'source' | 'sample'>;

async function add(
  { tx, actor, audit }: OperationContext,
  organizationId: string,
  { key, locale, channel, subject, source, sample }: NewText,
  baseVersion?: number,
): Promise<Text> {
  const version = await takeVersion(tx, organizationId, key);
  if (baseVersion !== undefined) {
    const texts = await listTemplates(tx, organizationId, key);
    const newest = texts.find((each) => each.locale === locale && each.channel === channel);
    if ((newest?.version ?? 0) !== baseVersion)
      throw conflict(
        'template_changed',
        `Somebody saved version ${newest?.version ?? 0} of this text meanwhile: look at it first`,
      );
  }
  const checksum = createHash('sha256').update(`${subject}\n${source}`).digest('hex');
  const text = { key, locale, channel, subject, source, sample, version, checksum };
  const saved = await insertTemplate(tx, organizationId, {
    ...text,
    createdBy: requireUserId(actor),
  });
  audit({
    action: 'notificationTemplates.save',
    chain: { organizationId },
    details: { key, version, locale, channel },
  });
  return toText(saved);
}

/** Messages that have no template are kept under these. */
const RESERVED: ReadonlySet<string> = new Set(['custom', 'digest', 'webhook', ...accountNotices]);

/** A key of one's own has to be one that can be sent, and none of the product's. */
function checkKey(key: string): void {
  if (isReplaceable(key)) return;
  if (RESERVED.has(key))
    throw invalid({ path: 'key', message: `${key} is a name of Boardwire’s own` });
  if (!TEMPLATE_KEY.test(key))
    throw invalid({
      path: 'key',
      message: 'Lower-case letters, digits, dots, hyphens and underscores',
    });
}

/** Throws VALIDATION_ERROR with the place of everything that is no template. */
export function checkText(
  { subject, source }: Pick<NewText, 'subject' | 'source'>,
  known: ReadonlySet<string>,
): void {
  const faults = Object.entries({ subject, source }).flatMap(([path, text]) => {
    const parsed = parseTemplate(text, known);
    if (parsed.kind === 'ok') return [];
    return parsed.problems.map(({ line, column, message }) => ({
      path,
      message: `Line ${line}, column ${column}: ${message}`,
    }));
  });
  if (faults.length > 0) throw invalid(...faults);
}

function toTemplate(key: string, texts: readonly TemplateRow[]): Template {
  return {
    key,
    isBuiltIn: isReplaceable(key),
    variables: [...knownVariables(key, texts)].toSorted(),
    texts: texts.map(toText),
  };
}

function toText({ key: _key, checksum: _checksum, ...text }: TemplateRow): Text {
  return text;
}
