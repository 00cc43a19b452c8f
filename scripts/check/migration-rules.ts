/** What a migration would destroy, and where: `line` counts from 1. */
export interface Destruction {
  readonly line: number;
  readonly what: string;
}

/** After DROP in ALTER TABLE these take away a rule, not data; anything else there is a column's name. */
const HARMLESS_IN_ALTER = ['constraint', 'default', 'not', 'expression', 'identity'];
/** DROP of these destroys what is in them. */
const HOLDERS = ['column', 'database', 'owned', 'schema', 'table', 'tablespace'];
const ALLOWED = /^\s*--\s*allow:\s*\S/;

/**
 * The statements of a migration that destroy data and do not say why: TRUNCATE, DROP of a table or column, and whatever
 * a DROP takes along with CASCADE (reliability R20). `-- allow: <reason>` on the line before lets one through.
 */
export function listDestructions(sql: string): Destruction[] {
  const text = blankOut(sql);
  const lines = sql.split('\n');
  const isAllowed = (line: number) => ALLOWED.test(lines[line - 2] ?? '');
  return [...text.matchAll(/\b(truncate|drop)\b/gi)].flatMap((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    const what = judge(text, match);
    return what === null || isAllowed(line) ? [] : [{ line, what }];
  });
}

/** The first line of a migration beside which older versions work on (server/src/platform/database/migrate.ts). */
const EXPANDS = /^-- expand: /;
/**
 * What older versions would notice: their statements fail, or what they write is refused or changed under them. An index
 * may go with an `-- allow:`, for one that is unique is what `on conflict` relies on.
 */
const NOTICED =
  /\b(drop index|drop|truncate|rename|alter\s+column|add\s+constraint|not\s+valid|delete\s+from|update\s+\w+\s+set)\b/gi;

/** Statements of a migration that says that it only adds, which do more. */
export function listContractions(sql: string): Destruction[] {
  if (!EXPANDS.test(sql)) return [];
  const text = blankOut(sql);
  const lines = sql.split('\n');
  return [...text.matchAll(NOTICED)]
    .map((match) => ({
      line: text.slice(0, match.index).split('\n').length,
      what: match[0].toUpperCase(),
    }))
    .filter(({ line, what }) => what !== 'DROP INDEX' || !ALLOWED.test(lines[line - 2] ?? ''));
}

function judge(text: string, match: RegExpExecArray): string | null {
  const [word] = match;
  if (word.toLowerCase() === 'truncate') return 'TRUNCATE';
  const before = text.slice(text.lastIndexOf(';', match.index) + 1, match.index);
  const [rest = ''] = text.slice(match.index + word.length).split(';');
  const object = /^\s*(\w+)/.exec(rest)?.[1]?.toLowerCase() ?? '';
  if (HOLDERS.includes(object)) return `DROP ${object.toUpperCase()}`;
  if (/\balter\s+(foreign\s+)?table\b/i.test(before) && !HARMLESS_IN_ALTER.includes(object))
    return 'DROP COLUMN';
  return /\bcascade\b/i.test(rest) ? 'DROP … CASCADE' : null;
}

/** Comments and quoted names and texts as blanks, so that only SQL's own words are left, each at its place. */
function blankOut(sql: string): string {
  return sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"\n]*"/g, (part) =>
    // A quoted name stays a word: ALTER TABLE a DROP "b" drops a column too.
    part.startsWith('"') ? 'x'.repeat(part.length) : part.replaceAll(/[^\n]/g, ' '),
  );
}
