import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasPromtool, runPromtool } from '../harness/promtool.ts';
import { listRules, parseDeployed, readDeployed } from './deployed.fixture.ts';

const folder = fileURLToPath(new URL('../../deploy/prometheus/', import.meta.url));
const RULES = 'boardwire-rules.yaml';
const TESTS = 'boardwire-rules.test.yaml';
const rules = listRules();

interface AlertTest {
  name: string;
  alert_rule_test: { alertname: string; exp_alerts: unknown[] }[];
}

describe.skipIf(!hasPromtool)('SPEC F4: alert rules, as Prometheus reads them', () => {
  it('the rules and the example of a configuration are taken', () => {
    expect(runPromtool(folder, ['check', 'rules', RULES])).toMatchObject({ isGood: true });
    expect(runPromtool(folder, ['check', 'config', 'prometheus.yaml'])).toMatchObject({
      isGood: true,
    });
  });

  it('each alert fires when it must and is silent when it must be', () => {
    const { isGood, text } = runPromtool(folder, ['test', 'rules', TESTS]);
    expect(isGood, text).toBe(true);
  });
});

describe('SPEC F4: every alert', () => {
  it('has a test in which it fires and one in which it is silent', () => {
    const { tests } = parseDeployed(`prometheus/${TESTS}`) as { tests: AlertTest[] };
    const cases = tests.flatMap((test) => test.alert_rule_test);
    for (const { alert } of rules) {
      const own = cases.filter(({ alertname }) => alertname === alert);
      expect(own, alert).toHaveLength(2);
      expect(new Set(own.map(({ exp_alerts: alerts }) => alerts.length > 0)).size, alert).toBe(2);
    }
  });

  it('is explained in the guide, where its link leads', () => {
    const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const headings = [...guide.matchAll(/^#{2,4} (.+)$/gm)].map(([, title = '']) => title);
    for (const { alert, annotations } of rules) {
      expect(headings, alert).toContain(alert);
      expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      const paragraph = guide.split(`### ${alert}\n`)[1]?.split('\n#')[0]?.trim() ?? '';
      expect(paragraph.length, alert).toBeGreaterThan(60);
    }
    const named = headings.filter((title) => /^Boardwire[A-Z]/.test(title));
    expect(named.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  });

  it('needs no name of an installation', () => {
    expect(readDeployed(`prometheus/${RULES}`)).not.toMatch(/https?:\/\//);
  });
});
