import { COMMON_WORDS, RUNS } from './common-passwords.ts';

/** Shortest password (security S4; NIST SP 800-63B-4 section 3.1.1.2). */
export const PASSWORD_MIN_LENGTH = 15;

/** What a password must not be made of: the person's own names, and the names of their organizations. */
export interface PasswordOwner {
  name: string;
  email: string;
  organizationNames: readonly string[];
}

/** Fewer different characters than this is one key held down. */
const MIN_DISTINCT = 5;
/** So many characters must be neither a common word nor part of a run. */
const MIN_OWN_CHARACTERS = 6;
/** Common words beyond this number make a passphrase, even though each is common. */
const MAX_COMMON_WORDS = 3;
/** Shorter runs happen in any text. */
const MIN_RUN_LENGTH = 3;
/** Names as short as this stand in too many other words. */
const MIN_NAME_LENGTH = 5;
const MIN_NAME_PART_LENGTH = 3;
/** Compatibility characters can unfold into many; the beginning tells enough. */
const MAX_JUDGED_LENGTH = 300;

/** Why `password` is too easy to guess, as a sentence that says what to do; null when it is good. */
export function findWeakness(password: string, owner: PasswordOwner): string | null {
  const normalized = password.normalize('NFKC');
  if ([...normalized].length < PASSWORD_MIN_LENGTH) {
    return `Use at least ${PASSWORD_MIN_LENGTH} characters; a sentence of your own is easy to remember`;
  }
  const compact = compactText(normalized);
  const named = findName(compact, normalized.toLowerCase(), owner);
  if (named !== null) return named;
  if (new Set(compact).size < MIN_DISTINCT || repeatsItself(compact)) {
    return 'This repeats a few characters; mix in something else';
  }
  if (isGuessable(compact, new Set([...COMMON_WORDS, ...listNameParts(owner)]))) {
    return 'This is mostly a common password, phrase or pattern; choose something that only you would think of';
  }
  return null;
}

/** Lower case without the separators that people put between words. */
function compactText(text: string): string {
  return text.toLowerCase().replaceAll(/[\s._\-–—,]+/gu, '');
}

function findName(compact: string, lowered: string, owner: PasswordOwner): string | null {
  const views = listViews(compact);
  const holds = (text: string) => {
    const name = compactText(text.normalize('NFKC'));
    return name.length >= MIN_NAME_LENGTH && views.some((view) => view.includes(name));
  };
  if (lowered.includes(owner.email.toLowerCase()) || holds(localPart(owner.email))) {
    return 'Leave your mail address out of the password';
  }
  if (holds(owner.name)) return 'Leave your name out of the password';
  if (owner.organizationNames.some(holds))
    return 'Leave the name of your organization out of the password';
  return null;
}

function localPart(email: string): string {
  return email.slice(0, email.lastIndexOf('@'));
}

function listNameParts({ name, email, organizationNames }: PasswordOwner): string[] {
  return [name, email, ...organizationNames]
    .flatMap((text) =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    )
    .filter((part) => part.length >= MIN_NAME_PART_LENGTH);
}

/** The text as it is, and with look-alike characters read as letters; `1` stands for two of them. All equally long. */
function listViews(compact: string): string[] {
  const read = (one: string) =>
    compact.replaceAll(/[01345789@$!|+]/g, (character) => LOOK_ALIKES[character] ?? one);
  return [compact, read('i'), read('l')];
}

const LOOK_ALIKES: Record<string, string> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '+': 't',
};

/** Whether the text is one shorter text over and over; only its unit counts then. */
function repeatsItself(text: string): boolean {
  for (let unit = 1; unit * 2 <= text.length && unit < PASSWORD_MIN_LENGTH; unit += 1) {
    if (text.slice(unit) === text.slice(0, -unit)) return true;
  }
  return false;
}

/**
 * Covers the text with runs and at most MAX_COMMON_WORDS common words; what stays uncovered is the person's own.
 * A row of `own` holds the least number of own characters up to that place, by the number of words used.
 */
function isGuessable(compact: string, words: ReadonlySet<string>): boolean {
  const text = compact.slice(0, MAX_JUDGED_LENGTH);
  const isWord = createWordTest(listViews(text), words);
  const longestWord = Math.max(...[...words].map((word) => word.length));
  const own = Array.from({ length: text.length + 1 }, () =>
    Array<number>(MAX_COMMON_WORDS + 1).fill(Infinity),
  );
  own[0] = Array<number>(MAX_COMMON_WORDS + 1).fill(0);
  const advance = (start: number, end: number, cost: { own: number; words: number }) => {
    const [from, to] = [own[start] ?? [], own[end] ?? []];
    for (let used = cost.words; used <= MAX_COMMON_WORDS; used += 1) {
      to[used] = Math.min(to[used] ?? Infinity, (from[used - cost.words] ?? Infinity) + cost.own);
    }
  };
  for (let start = 0; start < text.length; start += 1) {
    const runEnd = findRunEnd(text, start);
    advance(start, start + 1, { own: 1, words: 0 });
    for (let end = start + MIN_RUN_LENGTH; end <= runEnd; end += 1)
      advance(start, end, { own: 0, words: 0 });
    for (let end = start + 2; end <= Math.min(text.length, start + longestWord); end += 1) {
      if (isWord(start, end)) advance(start, end, { own: 0, words: 1 });
    }
  }
  return Math.min(...(own.at(-1) ?? [])) < MIN_OWN_CHARACTERS;
}

function createWordTest(views: readonly string[], words: ReadonlySet<string>) {
  return (start: number, end: number) => views.some((view) => words.has(view.slice(start, end)));
}

const LINES = [...RUNS, ...RUNS.map((run) => [...run].toReversed().join(''))];

/** Where the longest run from `start` on ends: keys in a row, one key again and again, or a year. */
function findRunEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] === text[start] && isOneCharacter(text.slice(start, end)))
    end += 1;
  while (end < text.length && LINES.some((line) => line.includes(text.slice(start, end + 1))))
    end += 1;
  return isYear(text.slice(start, start + YEAR_LENGTH)) ? Math.max(end, start + YEAR_LENGTH) : end;
}

function isOneCharacter(text: string): boolean {
  return [...text].every((character) => character === text[0]);
}

const YEAR_LENGTH = 4;

function isYear(text: string): boolean {
  return /^(19|20)\d\d$/.test(text);
}
