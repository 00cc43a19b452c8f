import * as contract from '@boardwire/contract/notification-templates';
import type { NoticeChannel } from '@boardwire/contract/notices';
import type { Transaction } from '../../../platform/database/database.ts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import { describe } from '../describe.ts';
import { createScene, type Scene } from '../scene.ts';
import type { TemplateSource } from '../fill-template.ts';
import { isReplaceable, knownVariables, sampleOf } from '../known-variables.ts';
import type { TellParts } from '../fold.ts';
import { noticeSamples } from '../samples.ts';
import { findTemplate, listTemplates } from '../store/templates.ts';
import { writeNotice, writeTemplate, type Content } from '../write-channel.ts';
import { checkText } from './templates.ts';

/** What trying a template stands on. */
export interface TryParts extends Pick<TellParts, 'notify' | 'sealer'> {
  publicUrl: string;
  /** Why a message would not reach somebody now; null when it would. */
  foresee(
    tx: Transaction,
    to: { organizationId: string; userId: string; category: string; channel: NoticeChannel },
  ): Promise<string | null>;
}

/** What to do where a test would not arrive. */
const UNREACHABLE: Readonly<Record<string, { reason: string; message: string }>> = {
  noAddress: {
    reason: 'test_no_address',
    message: 'Nothing reaches you by this channel yet: confirm your address, or add a device',
  },
  address: {
    reason: 'test_suppressed',
    message: 'Your own address is among the suppressed ones: nothing is sent to it',
  },
  preference: {
    reason: 'test_turned_off',
    message: 'You have turned messages of programs off for this channel',
  },
};

/** As programs send it. */
const CATEGORY = 'custom';
/** A test that waits longer than this tells nothing. */
const TEST_LIFE_MS = 3_600_000;

/** Looking at a template, and sending it to oneself. */
export function createTryOperations(parts: TryParts): readonly Operation[] {
  return [createPreview(parts), createTest(parts)];
}

function createPreview({ publicUrl }: TryParts): Operation {
  return implement(contract.preview, {
    async handle({ organizationId, key, locale, channel, subject, source, sample }, { tx }) {
      const where = { organizationId, key, channel, locale, version: null };
      const saved = await findTemplate(tx, where);
      const organizationName = await nameOf(tx, organizationId);
      const scene = createScene(locale, { publicUrl, organizationId, organizationName });
      const values = sampleOf(key, [{ sample: sample ?? saved?.sample ?? {} }], scene);
      const text =
        source === undefined ? saved : { subject: subject ?? saved?.subject ?? '', source };
      if (source !== undefined && text !== null)
        checkText(text, knownVariables(key, [{ sample: values }]));
      return toPreview(write(channel, { key, text, values, scene }));
    },
  });
}

function createTest({ notify, sealer, foresee }: TryParts): Operation {
  return implement(contract.test, {
    async handle({ organizationId, key, channel }, { tx, actor, now }) {
      const userId = requireUserId(actor);
      const texts = await listTemplates(tx, organizationId, key);
      const isBuiltIn = isReplaceable(key);
      if (texts.length === 0 && !isBuiltIn) throw notFound('This template');
      const payload = isBuiltIn
        ? { ...noticeSamples[key] }
        : (Object.assign({}, ...texts.map(({ sample }) => sample)) as Record<string, unknown>);
      await demandReachable(tx, foresee, { organizationId, userId, channel });
      const request = {
        organizationId,
        category: CATEGORY,
        templateKey: key,
        payload,
        recipients: [{ userId }],
        channels: [channel],
        // Somebody waits for it, also at night.
        priority: 'critical',
        expiresAt: new Date(now.getTime() + TEST_LIFE_MS),
        actor: { kind: 'user', id: userId },
      } as const;
      const jobId = await notify(tx, request, { sealer });
      if (jobId === null) throw new Error('a message without a dedupe key was there already');
      return { jobId };
    },
  });
}

/** Nobody is told that a test is on its way that goes nowhere. */
async function demandReachable(
  tx: Transaction,
  foresee: TryParts['foresee'],
  to: { organizationId: string; userId: string; channel: NoticeChannel },
): Promise<void> {
  const obstacle = await foresee(tx, { ...to, category: CATEGORY });
  if (obstacle === null) return;
  const known = UNREACHABLE[obstacle] ?? UNREACHABLE['noAddress'];
  throw conflict(known?.reason ?? obstacle, known?.message ?? obstacle);
}

function write(
  channel: NoticeChannel,
  {
    key,
    text,
    values,
    scene,
  }: { key: string; text: TemplateSource | null; values: Record<string, unknown>; scene: Scene },
): Content {
  const { words, organizationName } = scene;
  const footer = { preferences: null, unsubscribe: null };
  if (text === null) {
    if (!isReplaceable(key)) throw notFound('A text of this template');
    const described = describe(key, noticeSamples[key] as never, scene);
    return writeNotice(channel, described, { words, footer });
  }
  try {
    return writeTemplate(channel, text, values, { words, footer, organizationName });
  } catch (error) {
    throw invalid({ path: 'source', message: (error as Error).message });
  }
}

function toPreview({ subject, html, text, title, body }: Content) {
  return { subject: subject ?? title ?? '', html: html ?? null, text: text ?? body ?? '' };
}

async function nameOf(tx: Transaction, organizationId: string): Promise<string> {
  const [row] = await tx.query<{ name: string }>('select name from organizations where id = $1', [
    organizationId,
  ]);
  return row?.name ?? '';
}
