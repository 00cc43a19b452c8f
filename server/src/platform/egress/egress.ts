import { networkInterfaces } from 'node:os';
import { Agent } from 'undici';
import type { Socket } from 'node:net';
import { ALLOW_NOTHING } from './allow-list.ts';
import type { AllowList } from './allow-list.ts';
import { attempt } from './attempt.ts';
import type { AttemptContext } from './attempt.ts';
import { resolveChecked } from './checked-addresses.ts';
import { createCircuits, DEFAULT_CIRCUIT_LIMITS } from './circuits.ts';
import type { CircuitLimits } from './circuits.ts';
import { createConnector } from './connector.ts';
import { prepareHeaders, PROFILES, readEffect } from './request.ts';
import type { EgressRequest } from './request.ts';
import { createNameResolver } from './resolver.ts';
import type { NameResolver } from './resolver.ts';
import { block, refuse } from './result.ts';
import type { EgressRefusal, EgressResult } from './result.ts';
import { openCheckedSocket } from './socket.ts';
import type { SocketRequest } from './socket.ts';
import { parseTarget } from './target.ts';
import { noTracing, type Tracing } from '../trace/tracing.ts';
import type { EgressPolicy, Trust } from './policy.ts';

/** Hears of each attempt and each refusal, for metrics; `outcome` is `ok`, `http_4xx`, `http_5xx` or the failure's reason. */
export interface EgressObserver {
  onCall(target: string, outcome: string, durationMs: number): void;
}

/** The one client for outgoing calls (SPEC E5, security S29–S32). */
export interface Egress {
  /** Performs a call; expected failures are results, it throws for our own mistakes only. */
  call(request: EgressRequest): Promise<EgressResult>;
  /** Judges a target as it is saved: the same checks as a call's, without connecting. */
  check(url: string, trust: Trust): Promise<{ ok: true } | EgressRefusal>;
  /** Opens a plain TCP connection to a checked address, for protocols other than HTTP. */
  connect(request: SocketRequest): Promise<{ ok: true; socket: Socket } | EgressRefusal>;
  /** Ends idle connections and aborts calls in flight. */
  close(): Promise<void>;
}

export interface EgressOptions {
  /** What the operator opens; read on each use, so that a change in the admin page applies at once. */
  readonly allow?: () => AllowList;
  /** Host names under which this instance is reached. */
  readonly ownHosts?: readonly string[];
  readonly resolver?: NameResolver;
  readonly observer?: EgressObserver;
  readonly limits?: Partial<CircuitLimits>;
  readonly tracing?: Tracing;
  /** Certificates trusted besides the system's, PEM. */
  readonly ca?: string;
}

/** Kept-alive connections close after this without use. */
const KEEP_ALIVE_MS = 10_000;

/** Answers with more headers than this are refused; what we accept ourselves (security S13). */
const MAX_HEADER_BYTES = 16_384;

/** Builds the client; it holds connections, so the program closes it at shutdown. */
export function createEgress(options: EgressOptions = {}): Egress {
  const agents = new Map<string, Agent>();
  const context: AttemptContext = {
    resolver: options.resolver ?? createNameResolver(),
    policy: () => readPolicy(options),
    agentFor(trust, keepsAlive) {
      const key = `${trust} ${keepsAlive}`;
      const agent = agents.get(key) ?? createAgent(trust, keepsAlive, context, options);
      agents.set(key, agent);
      return agent;
    },
  };
  const runInCircuit = createCircuits({ ...DEFAULT_CIRCUIT_LIMITS, ...options.limits });
  const observe = createObservation(options.observer);
  const { tracing = noTracing } = options;
  return {
    call: (request) =>
      traceCall(request, tracing, () => callTarget(request, context, runInCircuit, observe)),
    check: (url, trust) => checkTarget(url, trust, context),
    connect: (request) => openCheckedSocket(request, context),
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

/** One span a call, retries included. The far side is not told: our traces are ours. */
function traceCall(
  { target, method = 'GET' }: EgressRequest,
  tracing: Tracing,
  call: () => Promise<EgressResult>,
): Promise<EgressResult> {
  if (!tracing.isOn) return call();
  const attributes = { 'http.request.method': method };
  return tracing.child({ name: `call ${target}`, kind: 'client', attributes }, async (span) => {
    const result = await call();
    if (result.ok) span?.set({ 'http.response.status_code': result.status });
    else span?.fail(result.reason);
    return result;
  });
}

async function callTarget(
  request: EgressRequest,
  context: AttemptContext,
  runInCircuit: ReturnType<typeof createCircuits>,
  observe: ReturnType<typeof createObservation>,
): Promise<EgressResult> {
  const parsed = parseTarget(request.url);
  if (!parsed.ok) return observe(request.target, async () => block(parsed.rule));
  const prepared = prepareHeaders(request.headers ?? {});
  if (!prepared.ok) return refuse('invalid', `header ${prepared.header} is not acceptable`);
  const { target } = parsed;
  const first = { target, headers: prepared.headers };
  const retries =
    readEffect(request) === 'once' ? 0 : PROFILES[request.profile ?? 'standard'].retries;
  const circuit = `${request.target} ${request.circuit ?? target.url.origin}`;
  const results: EgressResult[] = [];
  const runAttempt = async () => {
    const result = await observe(request.target, () => attempt(request, first, context));
    results.push(result);
    return result;
  };
  const result = await runInCircuit(circuit, retries, runAttempt, request.signal);
  if (results.length === 0) return observe(request.target, async () => result);
  return result.ok ? result : (results.find(isUncertain) ?? result);
}

/** One uncertain attempt leaves the whole call uncertain, unless a later one was answered. */
function isUncertain(result: EgressResult): boolean {
  return !result.ok && result.reason === 'uncertain';
}

async function checkTarget(
  url: string,
  trust: Trust,
  context: AttemptContext,
): Promise<{ ok: true } | EgressRefusal> {
  const parsed = parseTarget(url);
  if (!parsed.ok) return block(parsed.rule);
  const checked = await resolveChecked(parsed.target, trust, context);
  if (checked.ok) return { ok: true };
  return checked.reason === 'dns' ? refuse('dns', checked.detail) : block(checked.rule);
}

function createAgent(
  trust: Trust,
  keepsAlive: boolean,
  context: AttemptContext,
  options: EgressOptions,
): Agent {
  const tls = options.ca === undefined ? {} : { ca: options.ca };
  return new Agent({
    connect: createConnector(trust, context, tls),
    // Zero ends each connection with its answer: a kept one may be closed by the far side just as a write leaves, and
    // then nobody knows whether it arrived.
    pipelining: keepsAlive ? 1 : 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

function readPolicy(options: EgressOptions): EgressPolicy {
  const ownAddresses = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => address);
  const allow = options.allow?.() ?? ALLOW_NOTHING;
  return { allow, ownHosts: options.ownHosts ?? [], ownAddresses };
}

function createObservation(observer: EgressObserver | undefined) {
  return async (target: string, run: () => Promise<EgressResult>): Promise<EgressResult> => {
    const startedAt = performance.now();
    const result = await run();
    observer?.onCall(target, describeOutcome(result), performance.now() - startedAt);
    return result;
  };
}

function describeOutcome(result: EgressResult): string {
  if (!result.ok) return result.reason;
  return result.status < 400 ? 'ok' : `http_${Math.floor(result.status / 100)}xx`;
}
