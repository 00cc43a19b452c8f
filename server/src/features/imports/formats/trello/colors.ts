import type { DraftColor } from '../draft-board.ts';

const COLORS: Record<string, DraftColor> = {
  green: 'green',
  yellow: 'yellow',
  orange: 'orange',
  red: 'red',
  purple: 'purple',
  blue: 'blue',
  sky: 'teal',
  lime: 'green',
  pink: 'pink',
  black: 'gray',
};

/** Our color nearest to Trello's; `green_dark` and `green_light` are shades of green. */
export function toColor(trello: string): DraftColor {
  return COLORS[trello.split('_')[0] ?? ''] ?? 'gray';
}

/** What a label without a name is called: `Green`, `Dark green`, `No color`. */
export function nameOfColor(trello: string): string {
  const [color = '', shade] = trello.split('_');
  if (color === '') return 'No color';
  const name = shade ? `${shade} ${color}` : color;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
