import type { FieldProblem } from '@boardwire/contract/errors';
import * as contract from '@boardwire/contract/notifications';
import { authorize, permissionsOf } from '../../../platform/authorize.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { invalid, Refusal } from '../../../platform/refusal.ts';
import type { Subject } from '../domain/preference.ts';
import { notifyAll, type NotificationRequest } from '../notify.ts';
import { readNow } from '../../../platform/database/clock.ts';
import { findSubject } from '../store/jobs.ts';
import { listKnownTopics } from '../store/topics.ts';
import type { OperationParts } from './parts.ts';
import { findProblems, timesOf, type Asked } from './request.ts';

/** Asking for one notification, or for many at once. */
export function createSendOperations(parts: OperationParts): Operation[] {
  const send = implement(contract.create, {
    async handle({ organizationId: _named, ...asked }, context) {
      const [jobId = ''] = await sendAll(parts, context, [{ asked, prefix: '' }]);
      return { jobId, state: 'queued' as const };
    },
  });
  const sendMany = implement(contract.createMany, {
    async handle({ notifications }, context) {
      const all = notifications.map((asked, index) => ({
        asked,
        prefix: `notifications.${index}.`,
      }));
      const ids = await sendAll(parts, context, all);
      return { jobs: ids.map((jobId) => ({ jobId, state: 'queued' as const })) };
    },
  });
  return [send, sendMany];
}

interface Entry {
  asked: Asked;
  /** Of the paths of its problems. */
  prefix: string;
}

/** All or none: nothing is written before everything was looked at. */
async function sendAll(
  parts: OperationParts,
  given: OperationContext,
  entries: readonly Entry[],
): Promise<string[]> {
  const context = await withDatabaseTime(given, entries);
  if (entries.some(({ asked }) => asked.priority === 'critical')) demandCritical(context);
  const inspected = await Promise.all(entries.map(({ asked }) => inspect(parts, context, asked)));
  const unknown = await findUnknownTopics(context, entries);
  const problems = inspected.flatMap(({ found }, index) =>
    [...found, ...(unknown[index] ?? [])].map(({ path, message }) => ({
      path: `${entries[index]?.prefix}${path}`,
      message,
    })),
  );
  if (problems.length > 0) throw invalid(...problems);
  const requests = inspected.map(({ asked, subject, version }) => ({
    ...toRequest(context, asked, subject),
    ...(version !== null && { templateVersion: version }),
  }));
  const ids = await notifyAll(context.tx, requests, parts);
  context.afterCommit(parts.ring);
  return ids.filter((id) => id !== null);
}

/** Times count by the clock that sends: the one of this node may be another (delivery D5). */
async function withDatabaseTime(
  context: OperationContext,
  entries: readonly Entry[],
): Promise<OperationContext> {
  const hasTimes = entries.some(({ asked: { delayS, scheduledAt, timeToLiveS, expiresAt } }) =>
    [delayS, scheduledAt, timeToLiveS, expiresAt].some((time) => time !== undefined),
  );
  return hasTimes ? { ...context, now: await readNow(context.tx) } : context;
}

/** Of each entry, the topics that there are not: a slip would be told to nobody. */
async function findUnknownTopics(
  context: OperationContext,
  entries: readonly Entry[],
): Promise<FieldProblem[][]> {
  const keys = entries.flatMap(({ asked }) =>
    asked.to.flatMap((recipient) => ('topic' in recipient ? [recipient.topic] : [])),
  );
  if (keys.length === 0) return [];
  const { organizationId } = requireGrant(context);
  const known = new Set(await listKnownTopics(context.tx, organizationId, [...new Set(keys)]));
  return entries.map(({ asked }) =>
    asked.to.flatMap((recipient, place) =>
      'topic' in recipient && !known.has(recipient.topic)
        ? [{ path: `to.${place}.topic`, message: `There is no topic ${recipient.topic}` }]
        : [],
    ),
  );
}

function demandCritical(context: OperationContext): void {
  const permission = 'notifications:sendCritical';
  if (permissionsOf(context.actor, requireGrant(context)).has(permission)) return;
  throw new Refusal('FORBIDDEN', `This needs the permission ${permission}`, {
    reason: 'permission',
    permission,
  });
}

interface Inspected {
  asked: Asked;
  found: FieldProblem[];
  subject: Subject;
  /** Of the template; null without one. */
  version: number | null;
}

async function inspect(
  parts: OperationParts,
  context: OperationContext,
  asked: Asked,
): Promise<Inspected> {
  const found = findProblems(asked, context.now);
  let version: number | null = null;
  const { organizationId } = requireGrant(context);
  if (asked.template !== undefined && found.length === 0) {
    const about = { organizationId, key: asked.template, data: asked.data };
    const checked = await parts.checkTemplate(context.tx, about);
    if ('version' in checked) ({ version } = checked);
    else found.push(checked);
  }
  const subject = await findVisible(parts, context, asked);
  if (subject === null) found.push({ path: 'about', message: 'There is no such board or item' });
  return { asked, found, subject: subject ?? {}, version };
}

/** What it is about, as far as the sender may see it; null where they may not. */
async function findVisible(
  { access }: OperationParts,
  context: OperationContext,
  { about }: Asked,
): Promise<Subject | null> {
  if (about.boardId === undefined && about.itemId === undefined) return {};
  const grant = requireGrant(context);
  const { boardId, itemId } = about;
  const found = await findSubject(context.tx, grant.organizationId, {
    ...(boardId !== undefined && { boardId }),
    ...(itemId !== undefined && { itemId }),
  });
  if (found === null) return null;
  const userId = requireUserId(context.actor);
  const board = (await access.loadBoard(context.tx, found.boardId, [userId]))(userId);
  const person = { kind: 'user', userId, sessionId: '' } as const;
  if (board === null || authorize(person, 'board:read', grant, board) !== 'allowed') return null;
  return {
    boardId: found.boardId,
    workspaceId: found.workspaceId,
    ...(found.itemId !== null && { itemId: found.itemId }),
  };
}

function toRequest(context: OperationContext, asked: Asked, subject: Subject): NotificationRequest {
  const { actor } = context;
  return {
    organizationId: requireGrant(context).organizationId,
    category: asked.category,
    templateKey: asked.template ?? 'custom',
    payload: asked.template === undefined ? { ...asked.content } : asked.data,
    recipients: asked.to.map(withoutUndefined),
    channels: asked.channels ?? null,
    priority: asked.priority,
    subject,
    actor:
      actor.kind === 'apiKey'
        ? { kind: 'apiKey', id: actor.apiKeyId }
        : { kind: 'user', id: requireUserId(actor) },
    ...timesOf(asked, context.now),
  };
}

/** What was left out is not there, rather than there as undefined. */
function withoutUndefined(
  recipient: Asked['to'][number],
): NotificationRequest['recipients'][number] {
  const entries = Object.entries(recipient).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as NotificationRequest['recipients'][number];
}
