import { diff3Merge } from 'node-diff3';

/** Both edits in one text, or the finding that they touch the same words. */
export type TextMerge = { kind: 'merged'; value: string } | { kind: 'overlap' };

/**
 * Longest stretch, in words and blanks, that is compared word by word. The comparison takes cubic time (150: 5 ms,
 * 5,000: 100 s, measured) and runs under the board's lock; a longer stretch in which both wrote counts as overlap.
 */
const MAX_STRETCH = 150;

/** Word boundaries of Unicode (UAX 29): also between words of scripts without blanks, never inside an emoji. */
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Where a word that occurs once in each of the three texts stands in them. */
interface Anchor {
  base: number;
  standing: number;
  proposed: number;
}

interface Stretch {
  base: string[];
  standing: string[];
  proposed: string[];
}

/** Merges two edits of the same base text word by word (live L21); blanks come out as they went in. */
export function mergeText(base: string, standing: string, proposed: string): TextMerge {
  const stretches = split({
    base: toWords(base),
    standing: toWords(standing),
    proposed: toWords(proposed),
  });
  const merged: string[] = [];
  for (const stretch of stretches) {
    const text = mergeStretch(stretch);
    if (text === null) return { kind: 'overlap' };
    merged.push(text);
  }
  return { kind: 'merged', value: merged.join('') };
}

function toWords(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function mergeStretch({ base, standing, proposed }: Stretch): string | null {
  const [was, theirs, ours] = [base.join(''), standing.join(''), proposed.join('')];
  if (theirs === was) return ours;
  if (ours === was || ours === theirs) return theirs;
  if (Math.max(base.length, standing.length, proposed.length) > MAX_STRETCH) return null;
  const regions = diff3Merge(standing, base, proposed);
  if (regions.some((region) => region.conflict !== undefined)) return null;
  return regions.flatMap((region) => region.ok ?? []).join('');
}

/** Cuts the texts before each anchor, so that stretches hold few words. */
function split({ base, standing, proposed }: Stretch): Stretch[] {
  const cuts = [
    { base: 0, standing: 0, proposed: 0 },
    ...findAnchors({ base, standing, proposed }).flatMap((at) => [
      at,
      { base: at.base + 1, standing: at.standing + 1, proposed: at.proposed + 1 },
    ]),
  ];
  return cuts.map((from, index) => {
    const to = cuts[index + 1];
    return {
      base: base.slice(from.base, to?.base),
      standing: standing.slice(from.standing, to?.standing),
      proposed: proposed.slice(from.proposed, to?.proposed),
    };
  });
}

/** Words that occur once everywhere and stand in the same order everywhere. */
function findAnchors({ base, standing, proposed }: Stretch): Anchor[] {
  const inStanding = placeSingles(standing);
  const inProposed = placeSingles(proposed);
  const anchors: Anchor[] = [];
  for (const [word, at] of placeSingles(base)) {
    const [left, right] = [inStanding.get(word), inProposed.get(word)];
    if (left !== undefined && right !== undefined)
      anchors.push({ base: at, standing: left, proposed: right });
  }
  const inOrder = keepIncreasing(anchors, (anchor) => anchor.standing);
  return keepIncreasing(inOrder, (anchor) => anchor.proposed);
}

/** Words that occur once and where, in the order of the text. */
function placeSingles(words: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, word] of words.entries()) {
    if (places.has(word)) repeated.add(word);
    else places.set(word, index);
  }
  for (const word of repeated) places.delete(word);
  return places;
}

/** A longest subsequence whose places increase (patience sorting, n log n). */
function keepIncreasing(anchors: readonly Anchor[], placeOf: (anchor: Anchor) => number): Anchor[] {
  interface Link {
    anchor: Anchor;
    before: Link | undefined;
  }
  const tails: Link[] = [];
  for (const anchor of anchors) {
    const index = findFirst(tails, (tail) => placeOf(tail.anchor) >= placeOf(anchor));
    tails[index] = { anchor, before: tails[index - 1] };
  }
  const kept: Anchor[] = [];
  for (let link = tails.at(-1); link !== undefined; link = link.before) kept.push(link.anchor);
  return kept.reverse();
}

/** Index of the first entry for which a monotone condition holds; the length when none does. */
function findFirst<Entry>(entries: readonly Entry[], holds: (entry: Entry) => boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && holds(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}
