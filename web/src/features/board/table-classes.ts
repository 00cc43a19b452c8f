import { REM_PX } from '../../lib/rem.ts';

/**
 * Height of every line of the table in CSS pixels (h-10): with one height, which lines are in sight is arithmetic. It
 * grows with the text that the reader chose (web W40).
 */
export const ROW_HEIGHT = 2.5 * REM_PX;

/** Lines of the table that are in their place; each is laid out by itself, so that a new one moves no other. */
export const lineClass =
  'absolute inset-x-0 flex h-10 border-b border-line outline-none [contain:layout_style]';

/** A line that has the focus as a whole (web W3). */
export const activeLineClass =
  'after:pointer-events-none after:absolute after:inset-0 after:z-20 after:inset-ring-2 after:inset-ring-focus';

/** What stays in sight while one scrolls sideways: selection, title and pinned columns. */
export const fixedClass = 'sticky left-0 z-10 flex h-full shrink-0 bg-inherit';

/** The title of an item; where there is little room it takes two lines, which is what a line of the table holds. */
export const titleClass = [
  'bg-inherit font-medium max-md:pr-0',
  'max-md:[&_.truncate]:line-clamp-2 max-md:[&_.truncate]:text-xs max-md:[&_.truncate]:leading-4',
  'max-md:[&_.truncate]:break-words max-md:[&_.truncate]:whitespace-normal',
].join(' ');

/** Acts of a line that show themselves on the way to them; where there is no pointer to hover, always. */
export const quietClass =
  'opacity-0 group-hover/row:opacity-100 group-focus-within/row:opacity-100 pointer-coarse:opacity-100';
