import type { Result } from '@boardwire/sdk/result';
import { describe, expect, it } from 'vitest';
import { readExport } from './read-export.ts';

type File = { fileName: string; contentType: string; text: string };

function answer(text: string): Result<File> {
  const data = { fileName: 'audit-log-after-0.csv', contentType: 'text/csv', text };
  return { ok: true, data, requestId: 'r' };
}

/** A log of `last` entries, `size` at a time. */
function createLog(last: number, size: number, write: (sequences: number[]) => string) {
  const asked: number[] = [];
  const get = (after: number) => {
    asked.push(after);
    const count = Math.min(size, last - after);
    const sequences = Array.from({ length: Math.max(0, count) }, (_, index) => after + index + 1);
    return Promise.resolve(answer(write(sequences)));
  };
  return { asked, get };
}

describe('exporting an audit log', () => {
  it('joins tables under one head, quoted line breaks included', async () => {
    const write = (sequences: number[]) =>
      ['sequence,action\r\n', ...sequences.map((one) => `${one},"a\r\nb"\r\n`)].join('');
    const { asked, get } = createLog(5, 2, write);
    const file = await readExport('csv', get);
    expect(file.ok && file.data.text).toBe(write([1, 2, 3, 4, 5]));
    expect(file.ok && file.data.fileName).toBe('audit-log.csv');
    expect(asked).toEqual([0, 2, 4, 5]);
  });

  it('joins arrays to one', async () => {
    const write = (sequences: number[]) =>
      JSON.stringify(sequences.map((sequence) => ({ sequence })));
    const { get } = createLog(3, 2, write);
    const file = await readExport('json', get);
    expect(file.ok && JSON.parse(file.data.text)).toEqual([
      { sequence: 1 },
      { sequence: 2 },
      { sequence: 3 },
    ]);
  });

  it('fails as a whole when a part fails', async () => {
    const error = { code: 'TIMEOUT', message: 'late', requestId: 'r', status: 0 } as const;
    const get = (after: number): Promise<Result<File>> =>
      Promise.resolve(after === 0 ? answer('[{"sequence":1}]') : { ok: false, error });
    expect(await readExport('json', get)).toEqual({ ok: false, error });
  });
});
