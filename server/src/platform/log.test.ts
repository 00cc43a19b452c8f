import { describe, expect, it } from 'vitest';
import { createLog, redact } from './log.ts';

function capture(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('info', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

describe('security S16: logs', () => {
  it.each([
    'password',
    'newPassword',
    'clientSecret',
    'accessToken',
    'apiKey',
    'api_key',
    'cookie',
    'Set-Cookie',
    'Authorization',
    'setupCode',
    'recoveryCodes',
  ])('%s is redacted at any depth', (name) => {
    const text = JSON.stringify(redact({ a: [{ b: { [name]: 'canary', other: 1 } }] }));
    expect(text).not.toContain('canary');
    expect(text).toContain('"other":1');
  });

  it('keeps ids, which tell which key or session it was', () => {
    const fields = { apiKeyId: 'k1', sessionId: 's1' };
    expect(redact(fields)).toEqual(fields);
  });

  it('redacts inside the details of an error and its cause', () => {
    const text = capture((log) =>
      log.error(
        { err: new Error('outer', { cause: { token: 'canary' } }), deep: { secret: 'canary' } },
        'failed',
      ),
    );
    expect(text).not.toContain('canary');
    expect(text).toContain('outer');
  });

  it('a line break in a value stays one line', () => {
    const text = capture((log) => log.info({ userAgent: 'x\n{"level":"fatal"}' }, 'request'));
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  it('survives a value that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(capture((log) => log.info({ loop }, 'round'))).toContain('[deep]');
  });
});
