import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTempFolders } from '../../../../test/harness/temp-folders.ts';
import { ConfigError, loadConfig } from './config.ts';
import { settings } from './settings.ts';

const newFolder = useTempFolders('config');

function refusalOf(environment: Record<string, string>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('SPEC F5: configuration', () => {
  it('has safe defaults without any variable', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      PUBLIC_URL: 'http://127.0.0.1:3000',
      isExposed: false,
      SIGN_UP: 'open',
    });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '0'],
    ['HOST', 'not a host'],
    ['TRUST_PROXY', 'proxy.example.com'],
    ['TRUST_PROXY', '10.0.0.0/8,10.0.0.0/33'],
    ['TRUST_PROXY', 'fd00::/129'],
    ['TRUST_PROXY', '10.0.0.0/'],
    ['MAIL_FROM', 'Boardwire'],
    ['MAIL_FROM', 'Boardwire <boards>'],
    ['PUBLIC_URL', 'boards.example.com'],
    ['PUBLIC_URL', 'https://example.com/boards'],
    ['DATABASE_URL', 'mysql://db'],
    ['LOG_LEVEL', 'loud'],
    ['ALLOW_HTTP', 'yes'],
    ['DATABASE_POOL_SIZE', '0'],
    ['MAIL_FROM', 'a@example.com\nBcc: b@example.com'],
  ])('%s=%s stops the start with one line that names it and gives an example', (name, value) => {
    const message = refusalOf({ [name]: value });
    expect(message).toContain(name);
    expect(message).toContain(`${name}=${settings[name as keyof typeof settings].example}`);
    expect(message).not.toContain('\n');
  });

  it.each([
    ['HOST', '::1'],
    ['TRUST_PROXY', '10.0.0.0/8, fd00::/128,192.0.2.1'],
    ['MAIL_FROM', 'boards@example.com'],
    ['MAIL_FROM', 'Boards of Ødegård <boards@example.com>'],
  ])('%s=%s is taken', (name, value) => {
    expect(refusalOf({ [name]: value })).toBe('accepted');
  });

  it('never repeats a secret in its message', () => {
    expect(refusalOf({ DATABASE_URL: 'mysql://user:hunter2@db' })).not.toContain('hunter2');
  });

  it('reads a secret from the file that NAME_FILE names', () => {
    const path = join(newFolder(), 'url');
    writeFileSync(path, 'smtp://mail.example.com\n');
    expect(loadConfig({ SMTP_URL_FILE: path }).SMTP_URL).toBe('smtp://mail.example.com');
    expect(refusalOf({ SMTP_URL_FILE: `${path}.absent` })).toContain('SMTP_URL_FILE');
  });

  it('reads BOARDWIRE_CONFIG below the environment and refuses names it does not know', () => {
    const path = join(newFolder(), 'config.json');
    writeFileSync(path, '{"PORT": 8080, "LOG_LEVEL": "warn"}');
    const config = loadConfig({ BOARDWIRE_CONFIG: path, LOG_LEVEL: 'error' });
    expect(config).toMatchObject({ PORT: 8080, LOG_LEVEL: 'error' });
    writeFileSync(path, '{"PROT": 8080}');
    expect(refusalOf({ BOARDWIRE_CONFIG: path })).toContain('PROT');
    writeFileSync(path, 'PORT=8080');
    expect(refusalOf({ BOARDWIRE_CONFIG: path })).toContain('JSON');
  });
});

describe('security S2: exposure', () => {
  it.each([
    { HOST: '0.0.0.0' },
    { HOST: '192.168.1.4' },
    { PUBLIC_URL: 'http://boards.example.com' },
  ])('refuses plain http for %o without the explicit flag', (environment) => {
    expect(refusalOf(environment)).toContain('ALLOW_HTTP');
    expect(loadConfig({ ...environment, ALLOW_HTTP: 'true' }).isExposed).toBe(true);
  });

  it('sign-up is by invitation once others can reach the instance', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://boards.example.com' })).toMatchObject({
      isExposed: true,
      SIGN_UP: 'invitation',
    });
  });

  it('a worker’s own port is not in its links: they lead to an api', () => {
    const worker = { BOARDWIRE_ROLE: 'worker', DATABASE_URL: 'postgres://db/x', PORT: '3001' };
    expect(loadConfig(worker).PUBLIC_URL).toBe('http://127.0.0.1:3000');
    const api = { ...worker, BOARDWIRE_ROLE: 'api' };
    expect(loadConfig(api).PUBLIC_URL).toBe('http://127.0.0.1:3001');
    const PUBLIC_URL = 'https://boards.example.com';
    expect(loadConfig({ ...worker, PUBLIC_URL })).toMatchObject({ PUBLIC_URL, PORT: 3001 });
  });

  it('separate roles need a shared database', () => {
    expect(refusalOf({ BOARDWIRE_ROLE: 'worker' })).toContain('DATABASE_URL');
  });
});
