/** Height of every line of the table in CSS pixels: with one height, which lines are in sight is arithmetic. */
export const ROW_HEIGHT = 40;

/** Lines of the table that are in their place. */
export const lineClass = 'absolute inset-x-0 h-10 border-b border-line';

/** The columns of a line; `--board-columns` is set by the table. */
export const cellsClass = 'grid grid-cols-(--board-columns)';

/** The title stays in sight while one scrolls sideways. */
export const titleClass = 'sticky left-0 z-10';

/** Acts of a line that show themselves on the way to them; where there is no pointer to hover, always. */
export const quietClass =
  'opacity-0 group-hover/row:opacity-100 group-focus-within/row:opacity-100 pointer-coarse:opacity-100';
