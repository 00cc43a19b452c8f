import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTempFolders } from '../../../test/harness/temp-folders.ts';
import { ConfigError } from './config/config.ts';
import { generateKeys, isOpenToOthers, loadInstanceKeys } from './instance-keys.ts';
import { createSealer, SealError } from './sealing.ts';

const newFolder = useTempFolders('keys');

describe('security S1: instance keys', () => {
  it('are made once, mode 600, and read again', () => {
    const folder = newFolder();
    const first = loadInstanceKeys(folder);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    const second = loadInstanceKeys(folder);
    expect(second.sealing.equals(first.sealing)).toBe(true);
    expect(second.refresh.equals(first.refresh)).toBe(true);
    expect(loadInstanceKeys(newFolder()).sealing.equals(first.sealing)).toBe(false);
  });

  it('that others can read are refused with the command to run', () => {
    const folder = newFolder();
    loadInstanceKeys(folder);
    chmodSync(join(folder, 'secrets.json'), 0o644);
    expect(() => loadInstanceKeys(folder)).toThrow(/chmod 600/);
  });

  it('of root may be read by the group of a program that is not root, as Kubernetes mounts them', () => {
    const [root, user] = [0, 10_001];
    expect(isOpenToOthers({ mode: 0o100440, uid: root }, user)).toBe(false);
    expect(isOpenToOthers({ mode: 0o100440, uid: root }, root)).toBe(true);
    expect(isOpenToOthers({ mode: 0o100440, uid: user }, user)).toBe(true);
    for (const mode of [0o100444, 0o100460, 0o100450])
      expect(isOpenToOthers({ mode, uid: root }, user)).toBe(true);
  });

  it('can be made beforehand, other ones each time', () => {
    const path = join(newFolder(), 'keys.json');
    writeFileSync(path, generateKeys(), { mode: 0o600 });
    expect(loadInstanceKeys(newFolder(), path).sealing).toHaveLength(32);
    expect(generateKeys()).not.toBe(generateKeys());
  });

  it.each(['', '{}', '{"signing":"AAAA"}', 'null'])(
    'a damaged file (%s) is refused, never replaced',
    (text) => {
      const folder = newFolder();
      const path = join(folder, 'secrets.json');
      writeFileSync(path, text, { mode: 0o600 });
      expect(() => loadInstanceKeys(folder)).toThrow(/secrets\.json/);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('that are short or made of one byte are refused', () => {
    const folder = newFolder();
    loadInstanceKeys(folder);
    const path = join(folder, 'secrets.json');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    for (const weak of [Buffer.alloc(16, 'a'), Buffer.alloc(32, 'a')]) {
      writeFileSync(path, JSON.stringify({ ...stored, sealing: weak.toString('base64') }), {
        mode: 0o600,
      });
      expect(() => loadInstanceKeys(folder)).toThrow(/32 random bytes/);
    }
  });

  it.runIf(existsSync('/proc/self'))('a data folder that cannot be made is named', () => {
    const load = () => loadInstanceKeys('/proc/boardwire/data');
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/^BOARDWIRE_DATA: .*ENOENT/);
  });

  it('a SECRETS_FILE that is not there is named', () => {
    expect(() => loadInstanceKeys(newFolder(), '/nowhere/secrets.json')).toThrow(/SECRETS_FILE/);
  });
});

describe('security S15: sealing', () => {
  const sealer = createSealer(Buffer.from('0123456789abcdef0123456789abcdef'));
  const sealed = sealer.seal('the secret', 'users.secret 1');

  it('opens at its own place alone', () => {
    expect(sealer.open(sealed, 'users.secret 1')).toBe('the secret');
    expect(() => sealer.open(sealed, 'users.secret 2')).toThrow(SealError);
  });

  it('refuses another key and every changed byte', () => {
    expect(() => createSealer(Buffer.alloc(32, 1)).open(sealed, 'users.secret 1')).toThrow(
      SealError,
    );
    const bytes = Buffer.from(sealed.slice(3), 'base64');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealer.open(`v1.${changed.toString('base64')}`, 'users.secret 1')).toThrow(
        SealError,
      );
    }
  });

  it('never seals alike twice', () => {
    expect(sealer.seal('the secret', 'users.secret 1')).not.toBe(sealed);
  });
});
