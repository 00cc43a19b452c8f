import type { Catalog, Message } from './message-types.ts';

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ó',
  s: 'š',
  u: 'ú',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ó',
  S: 'Š',
  U: 'Ú',
  Y: 'Ý',
  Z: 'Ž',
};

function accent(text: string): string {
  const parts = text.split(/(\{\w+\})/);
  const accented = parts.map((part) =>
    part.startsWith('{') ? part : part.replace(/[a-zA-Z]/g, (letter) => ACCENTS[letter] ?? letter),
  );
  return `[${accented.join('')}${pad(Math.ceil(text.length * LONGER))}]`;
}

/** How much longer than English other languages are, at the most that is usual. */
const LONGER = 0.4;
/** Words of this many letters, so that what is longer can be broken as words are. */
const WORD_LENGTH = 7;

function pad(length: number): string {
  return Array.from({ length }, (_, at) => (at % WORD_LENGTH === 0 ? ' ' : '·'))
    .join('')
    .trimEnd();
}

function accentMessage(message: Message): Message {
  if (typeof message === 'string') return accent(message);
  return Object.fromEntries(
    Object.entries(message).map(([rule, text]) => [rule, accent(text)]),
  ) as Message;
}

/** A catalog 40 % longer and accented, in brackets: text without them is hard-coded. */
export function createPseudoCatalog(catalog: Partial<Catalog>): Partial<Catalog> {
  return Object.fromEntries(
    Object.entries(catalog).map(([key, message]) => [key, accentMessage(message)]),
  );
}
