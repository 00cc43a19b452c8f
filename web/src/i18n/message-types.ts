import type { en } from './en.ts';

/** A sentence with one form per plural category; `count` chooses the form. */
export type PluralMessage = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Message = string | PluralMessage;
export type MessageKey = keyof typeof en;
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
  NamesIn<(typeof en)[Key]>,
] extends [never]
  ? []
  : [values: Record<NamesIn<(typeof en)[Key]>, Value>];

/** A message that needs no values. */
export type PlainMessageKey = {
  [Key in MessageKey]: [NamesIn<(typeof en)[Key]>] extends [never] ? Key : never;
}[MessageKey];
