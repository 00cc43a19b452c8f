import { describe, expect, it } from 'vitest';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const trace = '0af7651916cd43dd8448eb211c80319c';
const span = 'b7ad6b7169203331';

describe('SPEC F4: traceparent', () => {
  it('reads what it writes', () => {
    for (const isSampled of [true, false]) {
      const parent = { traceId: trace, spanId: span, isSampled };
      expect(parseTraceparent(formatTraceparent(parent))).toEqual(parent);
    }
  });

  it('reads only the sampled flag, and skips the fields of later versions', () => {
    expect(parseTraceparent(`00-${trace}-${span}-03`)).toMatchObject({ isSampled: true });
    expect(parseTraceparent(`00-${trace}-${span}-fe`)).toMatchObject({ isSampled: false });
    expect(parseTraceparent(`cc-${trace}-${span}-01-more-fields`)).toMatchObject({
      traceId: trace,
      spanId: span,
    });
  });

  it.each([
    undefined,
    '',
    trace,
    `ff-${trace}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${trace}-${span}-0`,
    ` 00-${trace}-${span}-01`,
    `00-${trace}-${span}-01\n`,
    `01-${trace}-${span}-01-${'a'.repeat(1_000)}`,
  ])('takes none from %j', (text) => {
    expect(parseTraceparent(text)).toBe(null);
  });
});
