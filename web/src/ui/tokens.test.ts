import { readFileSync } from 'node:fs';
import { colorNames } from '@boardwire/contract/column-types';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
type Theme = 'light' | 'dark';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const OKLCH = /oklch\(([\d.]+) ([\d.]+)(?: ([\d.]+))?\)/g;

/** OKLCH to linear sRGB: CSS Color 4, section 18. */
function toLinearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function readOklch(token: string, theme: Theme): Rgb {
  const value = new RegExp(`--color-${token}: ([^;]+);`).exec(css)?.[1] ?? '';
  const colors = [...value.matchAll(OKLCH)];
  const color = colors[theme === 'dark' && colors.length > 1 ? 1 : 0];
  if (!color) throw new Error(`no opaque colour for ${token}`);
  return [Number(color[1]), Number(color[2]), Number(color[3] ?? 0)];
}

function luminance(token: string, theme: Theme): number {
  const rgb = toLinearRgb(...readOklch(token, theme));
  const [red, green, blue] = rgb.map((part) => Math.min(1, Math.max(0, part))) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Lightness, green to red, blue to yellow: equal steps look equal. */
function readOklab(token: string, theme: Theme): Rgb {
  const [lightness, chroma, hue] = readOklch(token, theme);
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

/** WCAG 2.2, "contrast ratio". */
function contrast(front: string, back: string, theme: Theme): number {
  const [high, low] = [luminance(front, theme), luminance(back, theme)].toSorted((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const surfaces = ['canvas', 'surface', 'raised', 'sunken'];
const texts: [string, string][] = [
  ...['ink', 'muted', 'faint', 'accent-ink', 'danger-ink'].flatMap((text) =>
    surfaces.map((surface): [string, string] => [text, surface]),
  ),
  ['accent-ink', 'accent-soft'],
  ['danger-ink', 'danger-soft'],
  ['warning-ink', 'warning-soft'],
  ['success-ink', 'success-soft'],
  ['muted', 'neutral-soft'],
  ['ink', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'danger'],
  ['on-accent', 'danger-hover'],
];
const options = [...css.matchAll(/--color-option-([a-z]+):/g)].map((match) => match[1] as string);
const edges: [string, string][] = ['surface', 'raised', 'canvas'].flatMap((surface) => [
  ['control', surface],
  ['focus', surface],
  ['star', surface],
]);

describe.each<Theme>(['light', 'dark'])('web W40: contrast in the %s theme', (theme) => {
  it.each(texts)('text %s on %s is 4.5:1', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)('edge %s on %s is 3:1', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(3);
  });

  it.each(options)(
    'web W11: the %s of a status is readable and tells itself from the page',
    (name) => {
      expect(contrast(`option-${name}-ink`, `option-${name}`, theme)).toBeGreaterThanOrEqual(4.5);
      for (const surface of ['canvas', 'surface', 'raised'])
        expect(contrast(`option-${name}-mark`, surface, theme), surface).toBeGreaterThanOrEqual(3);
    },
  );

  it('web W11: no two fills of statuses look alike', () => {
    const labs = options.map((name) => readOklab(`option-${name}`, theme));
    for (const [at, one] of labs.entries())
      for (const [other, two] of labs.entries()) {
        if (at >= other) continue;
        expect(
          Math.hypot(...one.map((part, axis) => part - (two[axis] ?? 0))),
          `${options[at]} and ${options[other]}`,
        ).toBeGreaterThan(0.025);
      }
  });
});

it('web W11: there is a fill for every colour of the contract', () => {
  expect(options.toSorted()).toEqual([...colorNames].toSorted());
});
