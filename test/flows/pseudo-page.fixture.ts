import type { Locator, Page } from 'playwright-core';
import { en as firstEnglish } from '../../web/src/i18n/en.ts';
import { lateEnglish } from '../../web/src/i18n/late-english.ts';
import type { Message } from '../../web/src/i18n/message-types.ts';
import { createPseudoCatalog } from '../../web/src/i18n/pseudo.ts';

/** A text of the app in English and as the pseudo-locale says it. */
interface Text {
  english: string;
  pseudo: string;
}

const en = { ...firstEnglish, ...lateEnglish };
const HOLE = /\{\w+\}/g;
const pseudo: Readonly<Record<string, Message>> = createPseudoCatalog(en);
const formsOf = (message: Message): Readonly<Record<string, string>> =>
  typeof message === 'string' ? { other: message } : { ...message };
const texts: readonly Text[] = Object.entries(en).flatMap(([key, message]) => {
  const forms = formsOf(pseudo[key] ?? '');
  return Object.entries(formsOf(message)).map(([rule, english]) => ({
    english,
    pseudo: forms[rule] ?? '',
  }));
});

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** A pattern of a text, with `fill` where it has holes. */
const patternOf = (text: string, fill: string) => text.split(HOLE).map(escape).join(fill);

/** A hole and little else would fit everything. */
function isTelling({ english }: Text): boolean {
  return english.replace(HOLE, '').trim().length > 2;
}

/** What fills a hole may be a text of the app itself. */
function speakValue(value: string): string {
  const said = texts.filter(({ english }) => english === value).map(({ pseudo: text }) => text);
  return `(?:${[value, ...said].map(escape).join('|')})`;
}

/** How the pseudo-locale says what a screen's list says in English; what is no text of the app stays. */
function speakString(wanted: string, isExact: boolean): RegExp {
  const found = texts.filter(isTelling).flatMap((text) => {
    const values = new RegExp(`^${patternOf(text.english, '(.+)')}$`).exec(wanted);
    if (values) {
      const rest = values.slice(1).map(speakValue);
      return [
        text.pseudo
          .split(HOLE)
          .map(escape)
          .reduce((all, part) => all + rest.shift() + part),
      ];
    }
    const isPart = !isExact && text.english.toLowerCase().includes(wanted.toLowerCase());
    return isPart ? [patternOf(text.pseudo, '.+')] : [];
  });
  const any = [...new Set(found), escape(wanted)].join('|');
  return isExact ? new RegExp(`^(${any})$`) : new RegExp(any, 'i');
}

function speakPattern(wanted: RegExp): RegExp {
  const found = texts.filter(
    (text) => isTelling(text) && wanted.test(text.english.replace(HOLE, 'x')),
  );
  return new RegExp(
    [...found.map((text) => patternOf(text.pseudo, '.+')), wanted.source].join('|'),
    wanted.flags,
  );
}

/** Looking through thousands of texts takes milliseconds, and a walk asks for the same few again and again. */
const spoken = new Map<string, RegExp>();

function speak(wanted: string | RegExp, isExact = false): RegExp {
  const key = `${typeof wanted} ${isExact} ${String(wanted)}`;
  const known = spoken.get(key);
  if (known !== undefined) return known;
  const found = typeof wanted === 'string' ? speakString(wanted, isExact) : speakPattern(wanted);
  spoken.set(key, found);
  return found;
}

type Options = { name?: string | RegExp; hasText?: string | RegExp; exact?: boolean };

function speakOptions({ exact = false, ...options }: Options = {}): Options {
  const { name, hasText } = options;
  return {
    ...options,
    ...(name !== undefined && { name: speak(name, exact) }),
    ...(hasText !== undefined && { hasText: speak(hasText) }),
  };
}

const BY_TEXT: readonly string[] = ['getByText', 'getByLabel', 'getByPlaceholder', 'getByTitle'];
const BY_OPTIONS: readonly string[] = ['getByRole', 'filter', 'locator'];

function translateCall(method: string, [first, second]: unknown[]): unknown[] {
  const options = second as Options | undefined;
  if (BY_TEXT.includes(method)) return [speak(first as string | RegExp, options?.exact)];
  if (method === 'filter') return [speakOptions(first as Options)];
  return [first, speakOptions(options)];
}

/** A page that takes the English names of things and finds them in the pseudo-locale. */
export function speakPseudo<Scope extends Page | Locator>(scope: Scope): Scope {
  return new Proxy(scope, {
    get(target, method: string) {
      const value: unknown = Reflect.get(target, method, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const isNamed = BY_TEXT.includes(method) || BY_OPTIONS.includes(method);
        const answer: unknown = value.apply(target, isNamed ? translateCall(method, given) : given);
        return isScope(answer) ? speakPseudo(answer) : answer;
      };
    },
  });
}

function isScope(value: unknown): value is Page | Locator {
  return typeof value === 'object' && value !== null && 'getByRole' in value;
}
