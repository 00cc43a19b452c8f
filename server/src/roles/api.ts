import { fileURLToPath } from 'node:url';
import { createLiveSource } from '../features/boards/index.ts';
import { INBOX_BELL, readHeads } from '../features/inbox/index.ts';
import { createAuthenticator } from '../interfaces/authenticate.ts';
import { startLive } from '../interfaces/live/live.ts';
import { createMutateOperation } from '../interfaces/live/mutate-operation.ts';
import { createRunMutation, type RunMutation } from '../interfaces/live/run-mutation.ts';
import { answerUnknownPaths } from '../interfaces/http-server.ts';
import { registerOpenApi } from '../interfaces/openapi-page.ts';
import { registerReceipts } from '../interfaces/receipts.ts';
import { registerReferencePage } from '../interfaces/reference-page.ts';
import { createRefreshCookie } from '../interfaces/refresh-cookie.ts';
import { registerRest } from '../interfaces/rest.ts';
import { registerUnsubscribePage } from '../interfaces/unsubscribe-page.ts';
import { registerWebApp } from '../interfaces/web-app.ts';
import { isBoardOperation, type AnyOperation } from '../platform/any-operation.ts';
import { describeCommitted, type NewEvent } from '../platform/event-log.ts';
import { createClientQueues } from '../platform/live/client-queues.ts';
import { createLiveBus } from '../platform/live/live-bus.ts';
import { createLiveHub, type LiveHub } from '../platform/live/live-hub.ts';
import type { Broadcast } from '../platform/live/live-member.ts';
import { createInboxBell } from '../platform/live/inbox-bell.ts';
import { createPresenceBus } from '../platform/live/presence-bus.ts';
import { createRunner } from '../platform/run-operation.ts';
import type { ApiParts } from './api-parts.ts';
import { serveHttp, type HttpSide } from './http-side.ts';

const WEB_FOLDER = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Starts to answer requests: REST, its documents and the web app, beside what every role serves. */
export function startApi(parts: ApiParts): Promise<HttpSide> {
  const { foundation, composed, access, cache, mutateBoard, onHub, bus } = parts;
  const { config, tracing } = foundation;
  const featureOperations = composed.features.flatMap((feature) => feature.operations);
  const runMutation = createLiveWriter(featureOperations, parts);
  const operations = [...featureOperations, createMutateOperation(runMutation)];
  const authenticate = createAuthenticator({ ...foundation, ...composed });
  const run = createRunner({
    ...foundation,
    access,
    mutateBoard,
    cache,
    isInstanceOwner: composed.isInstanceOwner,
    onEvents: tellOfEvents(parts),
  });
  return serveHttp(parts, async (app, rateLimits) => {
    registerOpenApi(app, config, authenticate);
    registerReferencePage(app);
    registerRest(app, {
      operations,
      run,
      authenticate,
      rateLimits,
      refreshCookie: createRefreshCookie(config),
      tracing,
      isDevelopment: config.NODE_ENV === 'development',
      isTest: config.NODE_ENV === 'test',
    });
    registerReceipts(app, {
      publicUrl: config.PUBLIC_URL,
      take: composed.channels.takeReceipts,
    });
    registerUnsubscribePage(app, composed.channels.unsubscribing);
    answerUnknownPaths(app, await registerWebApp(app, WEB_FOLDER));
    const live = startLive(app.server, {
      ...foundation,
      runMutation,
      authenticate,
      createHub: (broadcast) => createHub(parts, broadcast),
      presenceBus: createPresenceBus(bus),
      inboxBell: createInboxBell(foundation.listener, {
        channel: INBOX_BELL,
        read: (userIds) => readHeads(foundation.database, userIds),
      }),
    });
    onHub(live.hub);
    return { beforeClose: () => live.stop() };
  });
}

function tellOfEvents({ cache, outbox }: ApiParts): (events: readonly NewEvent[]) => void {
  return (events) => {
    cache.onCommitted(events.map(describeCommitted));
    outbox.wake();
  };
}

/** One for sockets and REST, so that a client's numbers are in one line (live L14, L15). */
function createLiveWriter(
  operations: readonly AnyOperation[],
  { access, mutateBoard, foundation: { log } }: ApiParts,
): RunMutation {
  return createRunMutation({
    log,
    access,
    submit: createClientQueues(mutateBoard),
    operations: new Map(operations.filter(isBoardOperation).map((each) => [each.spec.name, each])),
  });
}

function createHub({ foundation, access, bus }: ApiParts, broadcast: Broadcast): LiveHub {
  const { database, epochs, log, metrics } = foundation;
  const source = createLiveSource(database, access);
  const heads = createLiveBus(bus);
  return createLiveHub({ source, bus: heads, broadcast, epochs, log, metrics: metrics.live });
}
