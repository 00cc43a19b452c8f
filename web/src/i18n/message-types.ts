import type { en } from './en.ts';
import type { lateEnglish } from './late-english.ts';

type English = typeof en & typeof lateEnglish;

/** A sentence with one form per plural category; `count` chooses the form. */
export type PluralMessage = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Message = string | PluralMessage;
export type MessageKey = keyof English;
export type Catalog = Record<MessageKey, Message>;
export type MessageValue = string | number;

type Holes<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Holes<Rest>
  : never;
type NamesIn<Value> = Value extends string
  ? Holes<Value>
  : Value extends { other: infer Other }
    ? Holes<Other> | 'count'
    : never;

/** The values that the message `Key` needs: nothing, or one for each `{hole}`. */
export type MessageArguments<Key extends MessageKey, Value = MessageValue> = [
  NamesIn<English[Key]>,
] extends [never]
  ? []
  : [values: Record<NamesIn<English[Key]>, Value>];

/** A message that needs no values. */
export type PlainMessageKey = {
  [Key in MessageKey]: [NamesIn<English[Key]>] extends [never] ? Key : never;
}[MessageKey];
