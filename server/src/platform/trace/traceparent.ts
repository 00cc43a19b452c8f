/** Another span as a parent: its trace, itself, and whether its trace is recorded. */
export interface ParentSpan {
  traceId: string;
  spanId: string;
  isSampled: boolean;
}

/** Longer ones come from a version that we do not know, or from somebody who tries things. */
const MAX_LENGTH = 512;
const SHAPE = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED_FLAG = 0x01;

/** Reads a `traceparent` (W3C Trace Context, section 3.2); null for one that is malformed, which starts a new trace. */
export function parseTraceparent(text: unknown): ParentSpan | null {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return null;
  const [, version, traceId = '', spanId = '', flags = '', rest] = SHAPE.exec(text) ?? [];
  if (version === undefined || version === 'ff' || /^0+$/.test(traceId) || /^0+$/.test(spanId))
    return null;
  // Version 00 ends here; later ones may add fields, which are skipped.
  if (version === '00' && rest !== undefined) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED_FLAG) !== 0 };
}

/** Writes a `traceparent` of version 00. */
export function formatTraceparent({ traceId, spanId, isSampled }: ParentSpan): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
