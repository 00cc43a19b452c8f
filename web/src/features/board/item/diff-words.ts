/** A stretch of two texts: in both, or in one of them. */
export interface Piece {
  kind: 'same' | 'left' | 'right';
  text: string;
}

/** Longer texts are compared as a whole: the table of a comparison grows with both lengths. */
const MAX_WORDS = 1_500;

/** Words, and what stands between them, with the blanks behind. */
function toWords(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+\s*|[^\s\p{L}\p{N}]+\s*|\s+/gu) ?? [];
}

/** What two texts have in common, word by word: their longest common subsequence and what lies between. */
export function diffWords(left: string, right: string): Piece[] {
  const [a, b] = [toWords(left), toWords(right)];
  if (a.length > MAX_WORDS || b.length > MAX_WORDS) {
    return joinPieces([
      { kind: 'left', text: left },
      { kind: 'right', text: right },
    ]);
  }
  const lengths = measure(a, b);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [word = '', other = ''] = [a[i], b[j]];
    if (i < a.length && j < b.length && isSame(word, other)) {
      pieces.push({ kind: 'same', text: word.length >= other.length ? word : other });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      pieces.push({ kind: 'left', text: word });
      i += 1;
    } else {
      pieces.push({ kind: 'right', text: other });
      j += 1;
    }
  }
  return joinPieces(pieces);
}

/** Both texts as one: what they share once, what differs side by side. */
export function mergeWords(left: string, right: string): string {
  let merged = '';
  for (const { text } of diffWords(left, right)) {
    const isGlued = /\S$/u.test(merged) && /^[\p{L}\p{N}]/u.test(text);
    merged += isGlued ? ` ${text}` : text;
  }
  return merged.trim();
}

function isSame(left: string, right: string): boolean {
  return left.trimEnd() === right.trimEnd();
}

function at(lengths: readonly Uint16Array[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}

/** Lengths of the longest common subsequences of all ends. */
function measure(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = lengths[i];
    for (let j = b.length - 1; row && j >= 0; j -= 1) {
      row[j] = isSame(a[i] ?? '', b[j] ?? '')
        ? at(lengths, i + 1, j + 1) + 1
        : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const { kind, text } of pieces) {
    const last = joined.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') joined.push({ kind, text });
  }
  return joined;
}
