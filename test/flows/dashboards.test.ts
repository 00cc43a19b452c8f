import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listRules, parseDeployed, readDeployed } from '../deploy/deployed.fixture.ts';
import { createOrganization, registerPerson } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

interface Panel {
  id: number;
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; refId: string }[];
}
const dashboard = JSON.parse(readDeployed('grafana/boardwire.json')) as { panels: Panel[] };
const rules = listRules();
/** What workers are scaled by, in both ways. */
const adapter = parseDeployed('kubernetes/prometheus-adapter.yaml') as {
  rules: { external: { seriesQuery: string; metricsQuery: string }[] };
};
const keda = parseDeployed('kubernetes/keda/scaled-object.yaml') as {
  spec: { triggers: { metadata: { query: string } }[] };
};

/** What the program exposes: names of samples by the kind of the metric, and labels where there are samples. */
interface Exposed {
  names: Set<string>;
  labels: Map<string, Set<string>>;
}

let server: TestServer;
let exposed: Exposed;
beforeAll(async () => {
  // With Redis, without which it tells nothing of what it does without it.
  server = await startTestServer({ REDIS_URL: process.env['TEST_REDIS_URL'] ?? '' });
  const owner = await registerPerson(server);
  const organizationId = await createOrganization(server, owner);
  await server.call('POST', '/notifications', {
    token: owner.token,
    body: {
      organizationId,
      to: [{ email: 'reader@example.com' }],
      content: { title: 'News', body: '' },
    },
  });
  await vi.waitFor(
    async () => expect(await scrape()).toContain('boardwire_delivery_attempts_total{'),
    { timeout: 30_000, interval: 200 },
  );
  exposed = readExposed(await scrape());
});
afterAll(() => server.stop());

const scrape = async () => (await fetch(`${server.url}/metrics`)).text();

function readExposed(text: string): Exposed {
  const names = new Set<string>(['up']);
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    names.add(name);
    if (type === 'histogram')
      for (const part of ['bucket', 'sum', 'count']) names.add(`${name}_${part}`);
  }
  const labels = new Map<string, Set<string>>();
  for (const [, name = '', list = ''] of text.matchAll(/^([a-z]\w*)\{([^}]*)\} /gm)) {
    const known = labels.get(name) ?? new Set();
    for (const [, label = ''] of list.matchAll(/(\w+)="/g)) known.add(label);
    labels.set(name, known);
  }
  return { names, labels };
}

/** Prometheus makes `up` itself. */
const METRIC = /\b(?:(?:boardwire|process|nodejs)_\w+|up\b(?=\{))/g;
const expressions = () => [
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ where: `panel ${title}`, expr })),
  ),
  ...rules.map(({ alert, expr }) => ({ where: `alert ${alert}`, expr })),
  ...adapter.rules.external.flatMap(({ seriesQuery, metricsQuery }) =>
    [seriesQuery, metricsQuery].map((expr) => ({ where: 'prometheus-adapter', expr })),
  ),
  ...keda.spec.triggers.map(({ metadata }) => ({ where: 'KEDA', expr: metadata.query })),
];

describe('SPEC F4: dashboard and alert rules', () => {
  it('name metrics that the running program exposes, and nothing else', () => {
    const unknown = expressions().flatMap(({ where, expr }) => {
      const found = expr.match(METRIC) ?? [];
      expect(found, where).not.toEqual([]);
      return found.filter((name) => !exposed.names.has(name)).map((name) => `${where}: ${name}`);
    });
    expect(unknown).toEqual([]);
  });

  it('pick samples by labels that they have', () => {
    const unknown = expressions().flatMap(({ where, expr }) =>
      [...expr.matchAll(/((?:boardwire|process|nodejs)_\w+)\{([^}]*)\}/g)].flatMap(
        ([, name = '', list = '']) => {
          const known = exposed.labels.get(name);
          const asked = [...list.matchAll(/(\w+)[=!]~?"/g)].map(([, label = '']) => label);
          return known === undefined
            ? []
            : asked.filter((label) => !known.has(label)).map((label) => `${where}: ${label}`);
        },
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('show every metric of the program', () => {
    const shown = expressions().flatMap(({ expr }) => expr.match(METRIC) ?? []);
    const left = [...exposed.names].filter(
      (name) =>
        name.startsWith('boardwire_') &&
        !shown.some((other) => other.replace(/_(?:bucket|sum|count)$/, '') === name) &&
        !shown.includes(name) &&
        !/_(?:bucket|sum|count)$/.test(name),
    );
    expect(left).toEqual([]);
  });

  it('panels have ids of their own and do not lie upon each other', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Map<string, string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.get(`${x} ${y}`), title).toBeUndefined();
          taken.set(`${x} ${y}`, title);
        }
    }
  });

  it('there is an alert for each trouble of delivery, with what it means', () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'BoardwireDeliveryOverdue',
        'BoardwireWorkerGone',
        'BoardwireDeliveryQueueAge',
        'BoardwireDeliveryDifferences',
        'BoardwireDeadLettersGrow',
        'BoardwireProviderBreakerOpen',
      ]),
    );
    for (const { alert, for: wait, labels, annotations } of rules) {
      expect(wait, alert).toMatch(/^\d+[smh]$/);
      expect(['critical', 'warning', 'info'], alert).toContain(labels.severity);
      expect(annotations.summary.length, alert).toBeGreaterThan(5);
      expect(annotations.description.length, alert).toBeGreaterThan(20);
    }
  });
});
