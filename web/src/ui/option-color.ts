import type { Group } from '@boardwire/contract/board-model';

export type ColorName = Group['color'];

/** All colours of options and groups, in their order; tokens.css has their values. */
export const COLOR_NAMES: readonly ColorName[] = [
  'gray',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
];

/** The colour of that name; gray for any other text. */
export function toColor(name: string): ColorName {
  return COLOR_NAMES.find((color) => color === name) ?? 'gray';
}

/** The look of something that has one of the fixed colours: a cell, a chip. */
export function colorStyle(color: ColorName): { backgroundColor: string; color: string } {
  return {
    backgroundColor: `var(--color-option-${color})`,
    color: `var(--color-option-${color}-ink)`,
  };
}

/** The same as a mark without text. */
export function markStyle(color: ColorName): { backgroundColor: string } {
  return { backgroundColor: `var(--color-option-${color}-mark)` };
}
