import type { Server as HttpServer } from 'node:http';
import type { AccessEpochs, EpochSubject } from '../../platform/access-epochs.ts';
import type { Config } from '../../platform/config/config.ts';
import type { LiveHub } from '../../platform/live/live-hub.ts';
import { createPresence, type Presence } from '../../platform/live/presence.ts';
import type { PresenceBus } from '../../platform/live/presence-bus.ts';
import { attachSocketServer, type SocketServer } from '../../platform/live/socket-server.ts';
import { sleep } from '../../kernel/time.ts';
import type { Authenticate } from '../authenticate.ts';
import { createGate } from './gate.ts';
import type { Log } from '../../platform/log.ts';
import type { GaugeDefinition, Metrics } from '../../platform/metrics.ts';
import type { InboxBell } from '../../platform/live/inbox-bell.ts';
import { createPeopleSockets, type PeopleSockets } from './people-sockets.ts';
import { planReturns } from './return-times.ts';
import type { RunMutation } from './run-mutation.ts';
import { createSession, type LiveSession } from './session.ts';
import { watchSlowConsumers } from './slow-consumers.ts';

/** What the live interface stands on. */
export interface LiveParts {
  config: Config;
  authenticate: Authenticate;
  epochs: AccessEpochs;
  runMutation: RunMutation;
  metrics: Metrics;
  log: Log;
  presenceBus: PresenceBus;
  inboxBell: InboxBell;
  /** Makes the hub over the sockets. */
  createHub(broadcast: SocketServer['broadcast']): LiveHub;
}

/** The live interface of a running program. */
export interface LiveInterface {
  hub: LiveHub;
  count(): number;
  /** Sends everybody to another node, or back here after the restart. */
  stop(): Promise<void>;
}

/** Tokens, keys and links that ended by themselves are noticed within this (live L6, L35). */
const RECHECK_INTERVAL_MS = 15_000;
/** Goodbyes are given this long to be sent. */
const GOODBYE_MS = 50;

/** Serves the live protocol on an HTTP server. */
export function startLive(http: HttpServer, parts: LiveParts): LiveInterface {
  const sessions = new Set<LiveSession>();
  const { metrics } = parts;
  const gate = createGate(parts.config, parts.authenticate);
  const people = createPeopleSockets(parts.inboxBell, parts.log);
  const server = attachSocketServer(http, {
    allowsRequest: gate.allowsRequest,
    addressOf: gate.addressOf,
    enter: gate.enter,
    async admit(socket) {
      const admitted = await gate.admit(socket).catch((error: Error) => {
        metrics.live.countRefused(error.message);
        throw error;
      });
      const own = { ...parts, hub, presence, metrics: metrics.live };
      const session = createSession(own, socket, admitted);
      const forget = remember(session, sessions, people);
      const onClose = () => {
        forget();
        session.onClose();
        gate.release(socket, admitted.actor);
      };
      return { onOpen: session.onOpen, onMessage: session.onMessage, onClose };
    },
  });
  const hub = parts.createHub(server.broadcast);
  const presence = createPresence(hub, parts.presenceBus);
  const slow = watchSlowConsumers(sessions, hub, metrics.live);
  parts.epochs.onChange((subject) => {
    for (const session of sessions) if (endsWith(session, subject)) session.bye('session_ended');
  });
  const rechecking = setInterval(() => {
    for (const session of sessions) void session.recheck();
  }, RECHECK_INTERVAL_MS);
  for (const gauge of describeLive({ hub, presence, server })) metrics.addGauge(gauge);
  for (const part of [hub, presence, people]) part.start();
  return {
    hub,
    count: server.count,
    async stop() {
      await sayGoodbye(sessions, presence.stats().nodes > 0);
      clearInterval(rechecking);
      slow.stop();
      presence.stop();
      hub.stop();
      await server.close();
    },
  };
}

function remember(
  session: LiveSession,
  sessions: Set<LiveSession>,
  people: PeopleSockets,
): () => void {
  sessions.add(session);
  people.add(session.member);
  return () => {
    sessions.delete(session);
    people.remove(session.member);
  };
}

/** Each connection is told a time of its own to come back, so that they do not come all at once. */
async function sayGoodbye(
  sessions: ReadonlySet<LiveSession>,
  hasOtherNodes: boolean,
): Promise<void> {
  const timesMs = planReturns(sessions.size, { hasOtherNodes });
  for (const session of sessions) session.sayGoodbye(timesMs.pop() ?? 0);
  if (sessions.size > 0) await sleep(GOODBYE_MS);
}

/** A connection ends with the credential that opened it (security S25). */
function endsWith({ member: { actor } }: LiveSession, { kind, subjectId }: EpochSubject): boolean {
  if (kind === 'session') return actor.kind === 'user' && actor.sessionId === subjectId;
  if (kind === 'apiKey') return actor.kind === 'apiKey' && actor.apiKeyId === subjectId;
  return kind === 'boardLink' && actor.kind === 'shareLink' && actor.linkId === subjectId;
}

function describeLive(parts: {
  hub: LiveHub;
  presence: Presence;
  server: SocketServer;
}): GaugeDefinition[] {
  const { hub, presence, server } = parts;
  const gauge = (name: string, help: string, value: () => number): GaugeDefinition => ({
    name: `boardwire_live_${name}`,
    help,
    read: async () => [{ value: value() }],
  });
  return [
    gauge('sockets', 'Live connections of this node', server.count),
    gauge('boards', 'Boards with open screens on this node', () => hub.stats().rooms),
    gauge('members', 'Open screens of boards on this node', () => hub.stats().members),
    gauge(
      'presence_tabs',
      'Tabs that this node knows of, on all nodes',
      () => presence.stats().tabs,
    ),
    gauge('presence_nodes', 'Other nodes that were heard of lately', () => presence.stats().nodes),
  ];
}
