import type { FastifyInstance } from 'fastify';

/** A part that the program needs or can do without. */
export interface HealthProbe {
  name: string;
  /** Without a required part the program is unhealthy, without another it is degraded. */
  isRequired: boolean;
  /** Resolves with what is worth knowing, rejects when the part is away. */
  check(): Promise<Record<string, unknown>>;
}

interface Finding {
  status: 'healthy' | 'unhealthy';
  latencyMs: number;
  details?: Record<string, unknown>;
  error?: string;
}

const PROBE_TIMEOUT_MS = 2_000;

/** How the program answers about itself. */
export interface HealthOptions {
  /** Turns readiness off during shutdown. */
  isDraining(): boolean;
  /** Tells strangers the status alone: findings name hosts and errors. */
  hidesDetails: boolean;
}

/** One look serves all who ask within this time: `/health` is open and has no limit. */
const SHARED_FOR_MS = 1_000;

/** Serves `/health/live`, `/health/ready` and `/health` (SPEC F4). */
export function registerHealth(
  app: FastifyInstance,
  probes: readonly HealthProbe[],
  { isDraining, hidesDetails }: HealthOptions,
): void {
  const probeRequired = shareResult(() => probeAll(probes.filter((probe) => probe.isRequired)));
  const probeEverything = shareResult(() => probeAll(probes));
  const detailsOf = (checks: Record<string, Finding>) => (hidesDetails ? {} : { checks });
  app.get('/health/live', async () => ({ status: 'healthy' }));
  app.get('/health/ready', async (_request, reply) => {
    const findings = await probeRequired();
    const isReady =
      !isDraining() && Object.values(findings).every((finding) => finding.status === 'healthy');
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not_ready', ...detailsOf(findings) });
  });
  app.get('/health', async (_request, reply) => {
    const checks = await probeEverything();
    const status = judge(probes, checks);
    return reply.code(status === 'unhealthy' ? 503 : 200).send({ status, ...detailsOf(checks) });
  });
}

function shareResult<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { atMs: number; result: Promise<T> } | null = null;
  return () => {
    if (last === null || Date.now() - last.atMs >= SHARED_FOR_MS)
      last = { atMs: Date.now(), result: look() };
    return last.result;
  };
}

function judge(
  probes: readonly HealthProbe[],
  checks: Record<string, Finding>,
): 'healthy' | 'degraded' | 'unhealthy' {
  const failing = probes.filter(({ name }) => checks[name]?.status !== 'healthy');
  if (failing.some(({ isRequired }) => isRequired)) return 'unhealthy';
  return failing.length > 0 ? 'degraded' : 'healthy';
}

async function probeAll(probes: readonly HealthProbe[]): Promise<Record<string, Finding>> {
  const findings = await Promise.all(
    probes.map(async (probe) => [probe.name, await probeOne(probe)] as const),
  );
  return Object.fromEntries(findings);
}

async function probeOne(probe: HealthProbe): Promise<Finding> {
  const startedAtMs = performance.now();
  const elapsedMs = () => Math.round((performance.now() - startedAtMs) * 100) / 100;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${PROBE_TIMEOUT_MS} ms`)),
      PROBE_TIMEOUT_MS,
    );
  });
  try {
    const details = await Promise.race([probe.check(), timeout]);
    return { status: 'healthy', latencyMs: elapsedMs(), details };
  } catch (error) {
    return { status: 'unhealthy', latencyMs: elapsedMs(), error: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}
