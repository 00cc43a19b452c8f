import { z } from 'zod';
import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/deliveries';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { redact } from '../../../platform/log.ts';
import { notFound } from '../../../platform/refusal.ts';
import { implement, requireGrant, type Operation } from '../../../platform/operation.ts';
import type { Sealer } from '../../../platform/sealing.ts';
import { maskSealed } from '../addresses.ts';
import {
  findLoggedMessage,
  listDeliveries,
  listHappenings,
  listMessages,
  readContent,
  type DeliveryFilter,
  type LoggedDelivery,
} from '../store/message-log.ts';

/** Happenings that one answer shows: of a message to thousands, the first tell how it went. */
const HAPPENINGS_MAX = 500;
type Content = NonNullable<OutputOf<typeof contract.get>['content']>;
const place = z.tuple([z.uuid()]);

/** The log of what was sent: messages, deliveries, and what happened to them. */
export function createLogOperations({ sealer }: { sealer: Sealer }): Operation[] {
  const list = implement(contract.listMessages, {
    async handle({ cursor, limit, category = null, from = null, to = null }, context) {
      const { organizationId } = requireGrant(context);
      const page = { before: decodeCursor(cursor, place)?.[0] ?? null, limit: limit + 1 };
      const rows = await listMessages(context.tx, organizationId, { category, from, to }, page);
      return toPage(rows, limit, ({ id }) => [id]);
    },
  });
  const get = implement(contract.get, {
    async handle({ jobId }, { tx }) {
      const message = await findLoggedMessage(tx, jobId);
      if (message === null) throw notFound('This message');
      const content = await readContent(tx, message.id);
      return { ...message, content: content === null ? null : redactContent(content) };
    },
  });
  const listAll = implement(contract.listAll, {
    handle: (input, context) => pageOf(context, toFilter(input, null), input),
  });
  const listOfMessage = implement(contract.listOfMessage, {
    handle: (input, context) => pageOf(context, toFilter(input, input.jobId), input),
  });
  const timeline = implement(contract.timeline, {
    async handle({ jobId }, context) {
      const { organizationId } = requireGrant(context);
      const rows = await listHappenings(context.tx, organizationId, jobId, HAPPENINGS_MAX + 1);
      return {
        happenings: rows.slice(0, HAPPENINGS_MAX),
        isCut: rows.length > HAPPENINGS_MAX,
      };
    },
  });
  const pageOf = async (
    context: Parameters<typeof requireGrant>[0],
    filter: DeliveryFilter,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ) => {
    const { organizationId } = requireGrant(context);
    const page = { before: decodeCursor(cursor, place)?.[0] ?? null, limit: limit + 1 };
    const rows = await listDeliveries(context.tx, organizationId, filter, page);
    return toPage(
      rows.map((row) => toListed(row, sealer)),
      limit,
      ({ id }) => [id],
    );
  };
  return [list, get, listAll, listOfMessage, timeline];
}

function toFilter(
  input: {
    [Field in Exclude<keyof DeliveryFilter, 'messageId'>]?: DeliveryFilter[Field] | undefined;
  },
  messageId: string | null,
): DeliveryFilter {
  const { category = null, from = null, to = null, state = null, channel = null } = input;
  return { category, from, to, state, channel, recipientId: input.recipientId ?? null, messageId };
}

function toListed(
  { addressSealed, ...row }: LoggedDelivery,
  sealer: Sealer,
): contract.ListedDelivery {
  return { ...row, address: maskSealed(sealer, row.channel, addressSealed) };
}

/** What a program sent may hold a key or a password by mistake. */
function redactContent(content: Record<string, unknown>): Content {
  return redact(content) as Content;
}
