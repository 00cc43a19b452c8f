import { cx } from './cx.ts';

const SIZES = {
  sm: 'size-5 text-[0.625rem]',
  md: 'size-7 text-xs',
  lg: 'size-12 text-lg',
} as const;

/** Hues far enough apart to tell people from each other; lightness is fixed, so contrast is too. */
const HUES = [264, 305, 350, 25, 55, 125, 165, 200, 235] as const;

interface AvatarProps {
  name: string;
  /** Decides the colour, so that a rename keeps it; the name when absent. */
  seed?: string;
  size?: keyof typeof SIZES;
  /** Organizations are square, people are round. */
  shape?: 'round' | 'square';
}

const segmenter = new Intl.Segmenter();

function firstLetter(text: string): string {
  return segmenter.segment(text).containing(0)?.segment ?? '';
}

/** The initials of `name`: of its first and last word. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : '';
  return (firstLetter(words[0] ?? '?') + last).toUpperCase();
}

/** The hue that stands for a person, in degrees. */
export function hueOf(seed: string): number {
  let hash = 0;
  for (const letter of seed) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return HUES[hash % HUES.length] ?? HUES[0];
}

/** Decorative: the name always stands beside it. */
export function Avatar({ name, seed = name, size = 'md', shape = 'round' }: AvatarProps) {
  const letters = initials(name);
  const hue = hueOf(seed);
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-grid shrink-0 place-items-center font-semibold tracking-tight select-none',
        shape === 'round' ? 'rounded-full' : size === 'lg' ? 'rounded' : 'rounded-inner',
        SIZES[size],
      )}
      style={{
        backgroundColor: `light-dark(oklch(0.92 0.05 ${hue}), oklch(0.36 0.075 ${hue}))`,
        color: `light-dark(oklch(0.4 0.11 ${hue}), oklch(0.9 0.06 ${hue}))`,
      }}
    >
      {shape === 'square' ? firstLetter(letters) : letters}
    </span>
  );
}
