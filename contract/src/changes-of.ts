import { z } from 'zod';

/** Some fields of an object from what to what. */
export function changesOf<Shape extends z.ZodRawShape>(shape: Shape) {
  const pairs = Object.entries(shape).map(([name, schema]) => [
    name,
    z.object({ from: schema as z.ZodType, to: schema as z.ZodType }).optional(),
  ]);
  return z.object(Object.fromEntries(pairs)) as unknown as z.ZodObject<{
    [Name in keyof Shape]: z.ZodOptional<z.ZodObject<{ from: Shape[Name]; to: Shape[Name] }>>;
  }>;
}
