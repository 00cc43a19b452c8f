import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { settings, type Setting } from '../../server/src/platform/config/settings.ts';
import { listDeployed, parseDeployed, parseDocuments, readDeployed } from './deployed.fixture.ts';

type Labels = Record<string, string>;
interface Container {
  image: string;
  env?: { name: string }[];
  ports?: { name: string; containerPort: number }[];
  securityContext: Record<string, unknown>;
  resources: { limits: { memory: string } };
  [probe: string]: unknown;
}
interface Resource {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec: {
    selector?: Labels & { matchLabels?: Labels };
    podSelector?: { matchLabels: Labels };
    scaleTargetRef?: { kind: string; name: string };
    template: {
      metadata: { labels: Labels };
      spec: { containers: Container[]; securityContext: object; [key: string]: unknown };
    };
    ingress?: { ports: { port: number }[] }[];
    strategy?: unknown;
  };
}
interface Service {
  image: string;
  environment?: Record<string, string>;
  healthcheck?: { test?: string[]; disable?: boolean };
  volumes?: string[];
  secrets?: string[];
  [key: string]: unknown;
}

const compose = parseDeployed('compose.yaml') as {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
};
const services = Object.entries(compose.services);
const manifests = listDeployed().filter(
  (path) => /^kubernetes\/.*\.yaml$/.test(path) && !/kustomization|prometheus-adapter/.test(path),
);
const resources = manifests.flatMap((path) => parseDocuments(path)) as Resource[];
const ofKind = (kind: string) => resources.filter((resource) => resource.kind === kind);
const workloads = [...ofKind('Deployment'), ...ofKind('Job')];
const podLabels = workloads.map(({ spec }) => spec.template.metadata.labels);
const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const table: Record<string, Setting> = settings;
/** A variable of the settings, or a file for one that is secret. */
function isSetting(name: string): boolean {
  const own = name.replace(/_FILE$/, '');
  return name in table || (name !== own && table[own]?.secret === true);
}

describe('SPEC F8: what is in deploy/ fits the program', () => {
  it('every variable is a setting, and secrets come from files alone', () => {
    const ours = services.filter(([, { image }]) => image.includes('boardwire'));
    const named = [
      ...ours.flatMap(([, { environment = {} }]) => Object.keys(environment)),
      ...ofKind('ConfigMap').flatMap(({ data = {} }) => Object.keys(data)),
      ...workloads.flatMap(({ spec }) =>
        spec.template.spec.containers.flatMap(({ env = [] }) => env.map(({ name }) => name)),
      ),
      ...(/^ENV (.+)$/m.exec(readDeployed('Dockerfile'))?.[1]?.match(/\w+(?==)/g) ?? []),
    ].filter((name) => name !== 'POD_IP');
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !isSetting(name))).toEqual([]);
    expect(named.filter((name) => table[name]?.secret === true)).toEqual([]);
  });

  it('no file holds a secret, and examples hold none that works', () => {
    for (const { metadata, stringData = {} } of ofKind('Secret'))
      for (const [key, value] of Object.entries(stringData))
        expect(value, `${metadata.name} ${key}`).toMatch(/<[^>]+>/);
    for (const path of listDeployed().filter((each) => !each.startsWith('grafana/'))) {
      const text = readDeployed(path);
      expect(text, path).not.toMatch(/:\/\/[^\s/<$]*:[^\s<$@]+@/);
      expect(text, path).not.toMatch(
        /(?:password|secret|token)["']?\s*[:=]\s*["']?[\w+/-]{12,}["']?$/im,
      );
    }
  });

  it('every secret that Compose names is made by the command for it, each for who reads it', () => {
    const made = [...readDeployed('compose/make-secrets.mjs').matchAll(/provide\('([\w-]+)'/g)].map(
      ([, name]) => name,
    );
    expect(new Set(Object.keys(compose.secrets))).toEqual(new Set(made));
    const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
    expect(used).toEqual(new Set(made));
    for (const [name, { file }] of Object.entries(compose.secrets))
      expect(file).toBe(`./secrets/${name}`);
    for (const [name, { secrets = [], environment = {} }] of services)
      for (const value of Object.values(environment))
        if (value.startsWith('/run/secrets/'))
          expect(secrets, name).toContain(value.slice('/run/secrets/'.length));
  });

  it('images are named alike, with the version of the package', () => {
    expect(readDeployed('Dockerfile')).toContain(`ARG VERSION=${version}\n`);
    for (const [, { image }] of services.filter(([, each]) => each.image.includes('boardwire')))
      expect(image).toBe(`\${BOARDWIRE_IMAGE:-boardwire:${version}}`);
    for (const folder of ['base', 'migrate'])
      expect(parseDeployed(`kubernetes/${folder}/kustomization.yaml`)).toMatchObject({
        images: [{ name: 'boardwire', newName: 'boardwire', newTag: version }],
      });
    for (const { spec } of workloads)
      expect(spec.template.spec.containers[0]?.image).toBe('boardwire');
  });

  it('probes ask paths that there are, at the port of the image', () => {
    const health = readFileSync(
      new URL('../../server/src/interfaces/health.ts', import.meta.url),
      'utf8',
    );
    const paths = [
      ...listDeployed()
        .filter((path) => !path.startsWith('grafana/'))
        .map(readDeployed)
        .join('\n')
        .matchAll(/\/health\/\w+/g),
    ].map(([path]) => path);
    expect(new Set(paths)).toEqual(new Set(['/health/live', '/health/ready']));
    for (const path of paths) expect(health).toContain(`app.get('${path}'`);
    const port = Number(/^EXPOSE (\d+)$/m.exec(readDeployed('Dockerfile'))?.[1]);
    expect(port).toBe(settings.PORT.schema.parse(undefined));
    for (const { spec } of ofKind('Deployment')) {
      const [container] = spec.template.spec.containers;
      expect(container?.ports).toEqual([{ name: 'http', containerPort: port }]);
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
        expect(container?.[probe], probe).toMatchObject({ httpGet: { port: 'http' } });
    }
    for (const { spec } of ofKind('NetworkPolicy'))
      for (const { ports } of spec.ingress ?? []) expect(ports).toMatchObject([{ port }]);
    expect(readDeployed('compose/Caddyfile')).toContain(`api-1:${port} api-2:${port}`);
  });

  it('selectors find pods, and autoscalers what they scale', () => {
    const matches = (wanted: Labels) =>
      podLabels.filter((labels) =>
        Object.entries(wanted).every(([name, value]) => labels[name] === value),
      ).length;
    for (const kind of ['Deployment', 'PodDisruptionBudget'])
      for (const { spec, metadata } of ofKind(kind))
        expect(matches(spec.selector?.matchLabels ?? {}), metadata.name).toBe(1);
    for (const { spec } of ofKind('Service')) expect(matches(spec.selector as Labels)).toBe(1);
    expect(
      ofKind('NetworkPolicy').map(({ spec }) => matches(spec.podSelector?.matchLabels ?? {})),
    ).toEqual([workloads.length, 1]);
    const names = ofKind('Deployment').map(({ metadata }) => metadata.name);
    const scaled = [...ofKind('HorizontalPodAutoscaler'), ...ofKind('ScaledObject')];
    expect(scaled).toHaveLength(3);
    for (const { spec } of scaled) expect(names).toContain(spec.scaleTargetRef?.name);
  });

  it('security S19: what runs is no root, writes nowhere, can do nothing', () => {
    for (const [name, service] of services) {
      expect(service, name).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      const isOurs = service.image.includes('boardwire') && name !== 'make-secrets';
      if (isOurs) expect(service['user'], name).toBe('10001:10001');
      if (isOurs) expect(service['deploy'], name).toHaveProperty('resources.limits.memory');
      expect(service['privileged'], name).toBeUndefined();
    }
    expect(readDeployed('Dockerfile')).toMatch(/^USER 10001:10001$/m);
    for (const { spec, metadata } of workloads) {
      const pod = spec.template.spec;
      expect(pod, metadata.name).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 10_001,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      for (const {
        securityContext,
        resources: { limits },
      } of pod.containers) {
        expect(limits.memory).toMatch(/^\d+[MG]i$/);
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('SPEC F6: a new pod comes before an old one goes; Compose starts what is asked for when it answers', () => {
    for (const { spec } of ofKind('Deployment'))
      expect(spec.strategy).toEqual({
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
      });
    for (const name of ['api-1', 'api-2', 'worker-1', 'worker-2']) {
      const service = compose.services[name];
      expect(service?.healthcheck?.test?.at(-1)).toBe('/health/ready');
      expect(service?.['depends_on']).toMatchObject({
        migrate: { condition: 'service_completed_successfully' },
        redis: { condition: 'service_healthy' },
      });
    }
    expect(compose.services['redis']?.['command']).toContain('redis-server');
    expect(readDeployed('compose/redis.conf')).toMatch(/^maxmemory-policy noeviction$/m);
  });

  it('files that are named are there', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    for (const [name, { volumes = [] }] of services)
      for (const volume of volumes.filter((each) => each.startsWith('./compose')))
        expect(existsSync(`${root}deploy/${volume.split(':')[0]}`), `${name} ${volume}`).toBe(true);
    for (const folder of ['base', 'keda', 'migrate']) {
      const { resources: named } = parseDeployed(`kubernetes/${folder}/kustomization.yaml`) as {
        resources: string[];
      };
      for (const path of named)
        expect(existsSync(`${root}deploy/kubernetes/${folder}/${path}`), path).toBe(true);
    }
    for (const [, path = ''] of readDeployed('Dockerfile').matchAll(/^COPY (?!--from)(\S+)/gm))
      expect(existsSync(root + path), path).toBe(true);
  });
});
