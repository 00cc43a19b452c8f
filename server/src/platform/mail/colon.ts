/** French has a space before it that no line breaks at (U+202F). */
const FRENCH = '\u202f:';

/** What stands between a label and what it is the label of; the language as BCP 47 has it. */
export function colonOf(language: string): string {
  return language.startsWith('fr') ? FRENCH : ':';
}
