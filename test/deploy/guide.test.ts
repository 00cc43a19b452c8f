import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseDeployed, readDeployed } from './deployed.fixture.ts';

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
