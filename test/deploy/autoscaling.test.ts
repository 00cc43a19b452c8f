import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasPromtool, runPromtool } from '../harness/promtool.ts';
import { parseDeployed, parseDocuments, readDeployed } from './deployed.fixture.ts';

interface Autoscaler {
  metadata: { name: string };
  spec: { maxReplicas: number; metrics: { external?: { target: { value: string } } }[] };
}

const adapter = parseDeployed('kubernetes/prometheus-adapter.yaml') as {
  rules: { external: { metricsQuery: string }[] };
};
const query = adapter.rules.external[0]?.metricsQuery ?? '';
const { spec: scaled } = parseDeployed('kubernetes/keda/scaled-object.yaml') as {
  spec: {
    maxReplicaCount: number;
    fallback?: object;
    triggers: { metadata: { query: string; threshold: string } }[];
  };
};
const autoscalers = parseDocuments('kubernetes/base/autoscaling.yaml') as Autoscaler[];
const maxOf = (name: string) =>
  autoscalers.find(({ metadata }) => metadata.name === name)?.spec.maxReplicas ?? 0;
const TARGET = 30;

/** What is asked of Prometheus to answer, by what processes tell it. */
const CASES = [
  { age: 40, told: { deliveries: 12, paused: 9_000, open: 40, redis: [1, 1] } },
  { age: 55, told: { deliveries: 55, paused: 9_000, open: 0, redis: [] } },
  { age: TARGET, told: { deliveries: 12, paused: 0, open: 400, redis: [1, 0] } },
  { age: 5, told: { deliveries: 5, paused: 400, open: 0, redis: [0] } },
];

/** A test as promtool takes it. */
const writeCase = ({ age, told }: (typeof CASES)[number]) => ({
  input_series: [
    ['boardwire_delivery_overdue_seconds{instance="api"}', told.deliveries] as const,
    ['boardwire_jobs_oldest_seconds{queue="import",paused="true"}', told.paused] as const,
    ['boardwire_jobs_oldest_seconds{queue="report",paused="false"}', told.open] as const,
    ...told.redis.map((isUp, n) => [`boardwire_redis_up{instance="${n}"}`, isUp] as const),
  ].map(([series, value]) => ({ series, values: `${value}x20` })),
  promql_expr_test: [{ expr: query, eval_time: '1m', exp_samples: [{ labels: '{}', value: age }] }],
});

describe('SPEC F8: workers are scaled by an age that workers can lower', () => {
  it.skipIf(!hasPromtool)('paused queues and what waits for Redis bring no more of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'boardwire-autoscaling-'));
    try {
      writeFileSync(join(folder, 'test.yaml'), JSON.stringify({ tests: CASES.map(writeCase) }));
      const { isGood, text } = runPromtool(folder, ['test', 'rules', 'test.yaml']);
      expect(isGood, text).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('KEDA asks the same, with the same bounds, and keeps what there is when nothing is answered', () => {
    expect(scaled.triggers).toMatchObject([
      { metadata: { query, threshold: String(TARGET), ignoreNullValues: 'false' } },
    ]);
    expect(query).toContain(`, ${TARGET})`);
    expect(autoscalers.flatMap(({ spec }) => spec.metrics)).toContainEqual(
      expect.objectContaining({
        external: expect.objectContaining({ target: { type: 'Value', value: String(TARGET) } }),
      }),
    );
    expect(scaled.maxReplicaCount).toBe(maxOf('boardwire-worker'));
    // For metrics of the type Value, versions before 2.18 refuse it.
    expect(scaled.fallback).toBeUndefined();
  });

  it('the guide gives Postgres room for all pods that there may be', () => {
    const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const { data } = parseDeployed('kubernetes/base/config.yaml') as {
      data: { DATABASE_POOL_SIZE: string };
    };
    const perPod = 2 * Number(data.DATABASE_POOL_SIZE) + 22;
    // While they are replaced, one of each that is new (maxSurge) and one of each that stops.
    const pods = maxOf('boardwire-api') + maxOf('boardwire-worker') + 4;
    const room = Number(/max_connections = (\d+)/.exec(guide)?.[1]);
    expect(pods).toBeGreaterThan(6);
    expect(room).toBeGreaterThanOrEqual(pods * perPod);
    expect(guide).toContain(`${pods} × ${perPod} = ${pods * perPod}`);
    expect(readDeployed('kubernetes/base/autoscaling.yaml')).toContain(
      `${pods} x ${perPod} = ${pods * perPod}`,
    );
  });

  it.each(['api', 'worker'])('no two pods of %s stop at once while they are replaced', (name) => {
    const [deployment] = parseDocuments(`kubernetes/base/${name}.yaml`) as {
      spec: {
        minReadySeconds: number;
        template: { spec: { terminationGracePeriodSeconds: number } };
      };
    }[];
    const stopSeconds = deployment?.spec.template.spec.terminationGracePeriodSeconds;
    expect(stopSeconds).toBeGreaterThan(0);
    expect(deployment?.spec.minReadySeconds).toBeGreaterThanOrEqual(stopSeconds ?? Infinity);
  });
});
