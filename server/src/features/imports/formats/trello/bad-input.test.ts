import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { expectDraft, fileInPieces, fileOf } from '../formats.fixture.ts';
import { board, card } from './board.fixture.ts';
import { readTrello } from './read.ts';

describe('bad input', () => {
  it.each([
    ['truncated', JSON.stringify(board({})).slice(0, -20), 'json.truncated'],
    ['no JSON', '{"lists": [}', 'json.invalid'],
    ['nested too deeply', `{"lists":${'['.repeat(100_000)}`, 'json.tooDeep'],
    ['without cards', '{"lists":[]}', 'json.notTrello'],
  ])('%s: a clear answer', async (_, text, code) => {
    const result = await readTrello(fileOf(text));
    expect(result.kind === 'refused' && result.problem.code).toBe(code);
  });

  it('200 MB are refused before they are read to the end', async () => {
    let sent = 0;
    async function* endless() {
      for (; sent < 200; sent += 1) yield Buffer.alloc(1_000_000, ' ');
    }
    const result = await readTrello(() => Readable.from(endless()));
    expect(result.kind === 'refused' && result.problem.code).toBe('file.tooLarge');
    expect(sent).toBeLessThan(150);
  });

  it('lets the event loop turn while a large board is read', async () => {
    const cards = Array.from({ length: 20_000 }, (_, index) =>
      card({ id: `c${index}`, pos: index, desc: 'text '.repeat(50) }),
    );
    const bytes = Buffer.from(JSON.stringify(board({ cards })));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const draft = expectDraft(await readTrello(fileInPieces(bytes, 65_536)));
    clearInterval(timer);
    expect(draft.counts['items']).toBe(20_000);
    expect(turns).toBeGreaterThan(10);
  });
});
