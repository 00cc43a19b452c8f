import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseDeployed, parseDocuments, readDeployed } from './deployed.fixture.ts';

const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const blocksOf = (text: string, kind: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${kind}\n(.*?)\`\`\``, 'gs'))].map(([, block = '']) => block);
const sectionOf = (title: string) => guide.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

describe('SPEC F8: Compose, as the guide says to use it', () => {
  const { services } = parseDeployed('compose.yaml') as { services: Record<string, object> };
  const commands = [
    ...blocksOf(guide, 'sh').join('\n').replaceAll('\\\n', '').split('\n'),
    ...(readDeployed('compose.yaml').match(/^# {3}\S.*$/gm) ?? []),
  ].filter((line) => /docker compose/.test(line));

  it('every command reads the settings of the installation, also those of its own file', () => {
    expect(commands.length).toBeGreaterThan(8);
    // With --file, Compose reads no compose.override.yaml; PUBLIC_URL before a command would be that command's alone.
    for (const command of commands) expect(command).toMatch(/^(?:# )? *docker compose [a-z]/);
    expect(sectionOf('Compose')).toContain('All commands run in `deploy/`');
    const [first = ''] = blocksOf(sectionOf('Compose'), 'sh');
    expect(first).toMatch(/^cd deploy\necho 'PUBLIC_URL=https:\S+' > \.env\ndocker compose /);
    expect(readDeployed('compose.yaml').match(/\$\{PUBLIC_URL:\?[^}]*deploy\/\.env/g)).toHaveLength(
      2,
    );
  });

  it('what it names is there', () => {
    const script = blocksOf(guide, 'sh').join('\n');
    const named = new Set(script.match(/\b(?:api|worker)-\d\b|\bmake-secrets\b/g));
    expect([...named].toSorted()).toEqual([
      'api-1',
      'api-2',
      'make-secrets',
      'worker-1',
      'worker-2',
    ]);
    for (const name of named) expect(services).toHaveProperty(name);
  });

  it('the example of own settings has a secret that a command before it makes', () => {
    const [example = ''] = blocksOf(sectionOf('Compose'), 'yaml');
    const { services: own, secrets } = parse(example, { merge: true }) as {
      services: Record<string, { environment: Record<string, string>; secrets: string[] }>;
      secrets: Record<string, { file: string }>;
    };
    expect(Object.keys(own)).toEqual(
      Object.keys(services).filter((name) => name.startsWith('worker')),
    );
    for (const { environment, secrets: read } of Object.values(own))
      expect(Object.values(environment)).toEqual(read.map((name) => `/run/secrets/${name}`));
    for (const { file } of Object.values(secrets))
      expect(sectionOf('Compose').split(example)[0]).toContain(` ${file.slice('./'.length)}\n`);
  });
});

describe('SPEC F8: Kubernetes, as the guide says to use it', () => {
  const script = blocksOf(sectionOf('Kubernetes'), 'sh').join('\n').replaceAll('\\\n', '');
  const pods = ['base/api', 'base/worker', 'migrate/job']
    .map((path) => readDeployed(`kubernetes/${path}.yaml`))
    .join('\n');
  /** The files of each Secret that the guide makes. */
  const made = [...script.matchAll(/create secret generic (\S+) (.*)/g)].map(
    ([, name = '', files = '']) => ({
      name,
      files: [...files.matchAll(/--from-file=(\S+)/g)].map(([, file = '']) => file).toSorted(),
    }),
  );

  it('every file that it makes a Secret of is written before', () => {
    expect(made.flatMap(({ files }) => files)).toHaveLength(5);
    for (const { name, files } of made)
      for (const file of files)
        expect(script.split(`generic ${name} `)[0], file).toMatch(new RegExp(` > ${file}$`, 'm'));
  });

  it('what pods read is in a Secret that it makes, as in the example', () => {
    const secrets = parseDocuments('kubernetes/secret.example.yaml') as {
      metadata: { name: string };
      stringData: Record<string, string>;
    }[];
    expect(
      secrets.map(({ metadata: { name }, stringData }) => ({
        name,
        files: Object.keys(stringData).toSorted(),
      })),
    ).toEqual(made);
    const read = pods.match(/(?<=\/run\/secrets\/)[\w-]+\/[\w-]+/g);
    const given = made.flatMap(({ name, files }) => files.map((file) => `${name}/${file}`));
    expect([...new Set(read)].toSorted()).toEqual(given.toSorted());
  });

  it('the commands name what is there', () => {
    const paths = script.match(/(?<=--(?:kustomize|filename) )\S+/g) ?? [];
    expect(paths.length).toBeGreaterThan(4);
    for (const path of paths)
      expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
    for (const [, name = ''] of script.matchAll(/(?:deployment|job)\/(\S+)/g))
      expect(pods).toContain(`name: ${name}\n`);
  });

  it('Prometheus finds the pods that answer, by the name that the rules know them by', () => {
    const { rule_files: ruleFiles, scrape_configs: jobs } = parseDeployed(
      'prometheus/prometheus-kubernetes.yaml',
    ) as {
      rule_files: string[];
      scrape_configs: {
        job_name: string;
        kubernetes_sd_configs: { role: string; namespaces: { names: string[] } }[];
        relabel_configs: { regex?: string; action?: string }[];
      }[];
    };
    const { namespace } = parseDeployed('kubernetes/base/kustomization.yaml') as {
      namespace: string;
    };
    expect(ruleFiles).toEqual(['boardwire-rules.yaml']);
    expect(jobs).toMatchObject([
      {
        job_name: 'boardwire',
        kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [namespace] } }],
      },
    ]);
    const kept = jobs[0]?.relabel_configs.find(({ action }) => action === 'keep')?.regex ?? '';
    const components = new Set(pods.match(/(?<=component: )\w+/g));
    expect([...components].filter((name) => new RegExp(`^(?:${kept})$`).test(name))).toEqual([
      'api',
      'worker',
    ]);
    expect(components).toContain('migrate');
  });
});
