import { z } from 'zod';

/** A place in the order of its neighbours; compare with `<` (live L24). */
export const position = z.string().min(1);

/** A number of a board's sequence: each change takes the next one (live L1). */
export const sequence = z.int().min(0);
