import { JSONParser, TokenType } from '@streamparser/json';
import { decodeFile } from './bytes.ts';
import type { Encoding } from './bytes.ts';
import type { OpenFile } from './draft.ts';

/** Security S13: deeper nesting than this is an attack, no export. */
const MAX_DEPTH = 64;
/** Names kept to tell whose export this is. */
const MAX_KEYS = 500;

export interface JsonTarget {
  encoding: Encoding;
  /** What to hand over, as `$.cards.*`; everything else is checked and forgotten. */
  paths: string[];
  onValue: (path: string, value: unknown) => void;
}

/** How reading ended; `keys` are names of the upper three levels, as `1:cards` or `3:fields`. */
export interface JsonOutcome {
  kind: 'ok' | 'truncated' | 'invalid' | 'tooDeep';
  keys: Set<string>;
  /** The parser's own words, with the position. */
  detail?: string;
}

/** Reads JSON piece by piece: memory holds one wanted value at a time, and the event loop turns between pieces. */
export async function readJson(open: OpenFile, target: JsonTarget): Promise<JsonOutcome> {
  const shape = createShape();
  const parser = new JSONParser({ paths: target.paths, keepStack: false });
  parser.onValue = ({ value, key, stack }) => {
    target.onValue(String(stack.length > 1 ? stack[1]?.key : key), value);
  };
  parser.onToken = ({ token, value }) => shape.see(token, value);
  try {
    for await (const text of decodeFile(open, target.encoding)) {
      parser.write(text);
      if (shape.isTooDeep()) return { kind: 'tooDeep', keys: shape.keys };
    }
  } catch (error) {
    if (shape.isTooDeep()) return { kind: 'tooDeep', keys: shape.keys };
    return { kind: 'invalid', keys: shape.keys, detail: messageOf(error) };
  }
  return { kind: parser.isEnded ? 'ok' : 'truncated', keys: shape.keys };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Follows the tokens: how deep we are, and which names stand in the upper levels. */
function createShape() {
  const keys = new Set<string>();
  let depth = 0;
  let last: unknown;
  return {
    keys,
    isTooDeep: () => depth > MAX_DEPTH,
    see: (token: TokenType, value: unknown): void => {
      if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1;
      else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1;
      else if (token === TokenType.COLON && depth <= 3 && keys.size < MAX_KEYS)
        keys.add(`${depth}:${String(last)}`);
      last = value;
      // Thrown at once, or one chunk of brackets would build a tower of its length.
      if (depth > MAX_DEPTH) throw new Error('nested too deeply');
    },
  };
}
