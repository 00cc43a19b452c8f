import type { Group } from '@boardwire/contract/board-model';

export type ColorName = Group['color'];

/** Hue in degrees and how colourful; lightness is fixed for each theme, so contrast is, too. */
const COLORS: Readonly<Record<ColorName, readonly [hue: number, chroma: number]>> = {
  gray: [264, 0.01],
  red: [25, 0.07],
  orange: [55, 0.07],
  yellow: [90, 0.08],
  green: [150, 0.07],
  teal: [190, 0.06],
  blue: [250, 0.06],
  purple: [300, 0.06],
  pink: [350, 0.06],
  brown: [45, 0.035],
};

/** All colours in their order. */
export const COLOR_NAMES = Object.keys(COLORS) as readonly ColorName[];

/** The colour of that name; gray for any other text. */
export function toColor(name: string): ColorName {
  return COLOR_NAMES.find((color) => color === name) ?? 'gray';
}

/** The look of something that has one of the fixed colours. */
export function colorStyle(color: ColorName): { backgroundColor: string; color: string } {
  const [hue, chroma] = COLORS[color];
  return {
    backgroundColor: `light-dark(oklch(0.92 ${chroma} ${hue}), oklch(0.36 ${chroma} ${hue}))`,
    color: `light-dark(oklch(0.37 ${chroma + 0.03} ${hue}), oklch(0.93 ${chroma / 2} ${hue}))`,
  };
}

/** The same as a mark without text. */
export function markStyle(color: ColorName): { backgroundColor: string } {
  const [hue, chroma] = COLORS[color];
  return {
    backgroundColor: `light-dark(oklch(0.62 ${chroma * 2} ${hue}), oklch(0.68 ${chroma * 2} ${hue}))`,
  };
}
