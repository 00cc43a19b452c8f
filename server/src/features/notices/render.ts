import {
  accountNotices,
  noticeCategories,
  type NoticeCategory,
  type NoticeChannel as Channel,
  type NoticeValues,
} from '@boardwire/contract/notices';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { renderMail, type MailTemplate } from '../../platform/mail/templates.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { deliveries, type ports } from '../delivery/index.ts';
import { describe, isDescribed } from './describe.ts';
import { createScene, type Scene } from './scene.ts';
import type { Described } from './described.ts';
import { writeOwnWords } from './own-words.ts';
import { fillingOf } from './known-variables.ts';
import { createLinks } from './links.ts';
import { createMessageFinder, type Found } from './find-message.ts';
import { listDigestLines, type MessageRow } from './store/messages.ts';
import { writeNotice, writeTemplate, type Content } from './write-channel.ts';
import { DIGEST_LINES_MAX, placeOf, writeDigest, type DigestLine } from './write-digest.ts';
import type { MailFooter } from './write-mail.ts';

/** How mails of a category are stopped with one click (RFC 8058). */
export interface Unsubscribe {
  link(about: {
    organizationId: string | null;
    userId: string | null;
    email: string;
    category: string;
  }): string;
  headers(link: string): Record<string, string>;
}

/** What writing messages out stands on. */
export interface RenderParts {
  database: Database;
  sealer: Sealer;
  /** Address of the web app. */
  publicUrl: string;
  unsubscribe: Unsubscribe;
}

/** A delivery as far as it decides what stands in it. */
export interface DeliveryToRender {
  messageId: string;
  recipientId: string | null;
  channel: Channel;
  addressSealed: string | null;
  locale: string;
}

/** Writes a delivery in its reader's language. Throws when there is nothing to say, which is a defect of ours. */
export type RenderDelivery = (delivery: DeliveryToRender) => Promise<ports.Rendered>;

/** Creates the writer of messages for every channel but webhooks, which say what they carry. */
export function createRenderer(parts: RenderParts): RenderDelivery {
  const find = createMessageFinder(parts.database);
  return async (delivery) => render(parts, delivery, await find(delivery));
}

async function render(
  parts: RenderParts,
  delivery: DeliveryToRender,
  { message, own }: Found,
): Promise<ports.Rendered> {
  if (message === null) throw new Error('a delivery without its message');
  const { channel, addressSealed } = delivery;
  const address =
    addressSealed === null ? '' : deliveries.openAddress(parts.sealer, channel, addressSealed);
  const stop = stopLink(parts, { message, delivery, address });
  const preferences = createLinks(parts.publicUrl, message.organizationId).preferences();
  const footer: MailFooter = {
    preferences: stop === null || delivery.recipientId === null ? null : preferences,
    unsubscribe: stop,
  };
  const content = await write(parts, { message, own, delivery, footer });
  return {
    address,
    content,
    ...(stop !== null && { headers: parts.unsubscribe.headers(stop) }),
  };
}

/** Mails that people may refuse say how; those about an account cannot be refused. */
function stopLink(
  { unsubscribe }: RenderParts,
  {
    message,
    delivery,
    address,
  }: { message: MessageRow; delivery: DeliveryToRender; address: string },
): string | null {
  const known: Readonly<Record<string, NoticeCategory>> = noticeCategories;
  const isMandatory =
    Object.hasOwn(known, message.category) && known[message.category]?.isMandatory === true;
  if (delivery.channel !== 'email' || isMandatory) return null;
  const { organizationId, category } = message;
  return unsubscribe.link({
    organizationId,
    userId: delivery.recipientId,
    email: address,
    category,
  });
}

interface Writing extends Found {
  message: MessageRow;
  delivery: DeliveryToRender;
  footer: MailFooter;
}

async function write(
  parts: RenderParts,
  { message, own, delivery, footer }: Writing,
): Promise<Content> {
  const { channel, locale } = delivery;
  const values = openValues(parts.sealer, message);
  const key = message.templateKey;
  if (message.category === 'account' && isAccountNotice(key))
    return { ...renderMail(key, values as never, locale) };
  const scene = sceneOf(parts, message, locale);
  const { words, organizationName } = scene;
  if (key === 'digest') {
    const { digestId } = values as unknown as NoticeValues['digest'];
    const about = { digestId, scene, footer, channel, locale };
    return parts.database.read('all', (tx) => writeDigestOf(tx, parts, about));
  }
  const described = isDescribed(key) ? describe(key, values as never, scene) : null;
  if (own !== null) {
    const filling = described === null ? values : fillingOf(channel, described);
    return writeTemplate(channel, own, filling, { words, footer, organizationName });
  }
  if (described === null) throw new Error(`there is no template ${key} for ${channel}`);
  return writeNotice(channel, described, { words, footer });
}

async function writeDigestOf(
  tx: Transaction,
  parts: RenderParts,
  {
    digestId,
    scene,
    footer,
    channel,
    locale,
  }: { digestId: string; scene: Scene; footer: MailFooter; channel: Channel; locale: string },
): Promise<Content> {
  const { messages, count } = await listDigestLines(tx, digestId, DIGEST_LINES_MAX);
  const lines: DigestLine[] = [];
  for (const message of messages) {
    const values = openValues(parts.sealer, message);
    const own = sceneOf(parts, message, locale);
    const described = await describeLine(tx, message, { values, scene: own });
    if (described !== null) lines.push({ described, ...placeOf(values) });
  }
  const { words, links } = scene;
  const mail = writeDigest(lines, { count, words, links, footer });
  if (channel === 'email') return { ...mail };
  if (channel === 'sms') return { body: `${mail.subject} (${count})\n${links.inbox()}` };
  return {
    type: 'digest',
    title: mail.subject,
    body: String(count),
    url: links.inbox(),
    tag: digestId,
  };
}

/** What a line of a digest says: a notice of ours, or the title of an organization's own message. */
async function describeLine(
  tx: Transaction,
  { templateKey, templateVersion, organizationId }: MessageRow,
  { values, scene }: { values: Record<string, unknown>; scene: Scene },
): Promise<Described | null> {
  if (isDescribed(templateKey)) return describe(templateKey, values as never, scene);
  const { language: locale } = scene.words;
  const content = { organizationId, type: templateKey, content: values, locale, templateVersion };
  const own = await writeOwnWords(tx, content);
  return own === null ? null : describe('custom', own, scene);
}

/** Links that let somebody in are sealed until now. */
function openValues(sealer: Sealer, { id, payload, payloadSealed }: MessageRow) {
  if (payloadSealed === null) return payload;
  const secrets = JSON.parse(sealer.open(payloadSealed, deliveries.secretsPlace(id))) as object;
  return { ...payload, ...secrets };
}

function sceneOf({ publicUrl }: RenderParts, message: MessageRow, locale: string): Scene {
  const { organizationId, organizationName } = message;
  return createScene(locale, {
    publicUrl,
    organizationId,
    organizationName: organizationName ?? '',
  });
}

function isAccountNotice(key: string): key is MailTemplate {
  return (accountNotices as readonly string[]).includes(key);
}
