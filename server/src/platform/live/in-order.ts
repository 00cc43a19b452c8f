/** Runs `begin` with what `prepared` brings, for one name in the order of the calls; rejects with either. */
export type RunInOrder = <Prepared, Result>(
  name: string,
  prepared: Promise<Prepared>,
  begin: (value: Prepared) => Promise<Result>,
) => Promise<Result>;

/**
 * Creates the lines, one a name. What is prepared at once may be ready in another order, since pool answers are not
 * ordered; what is begun may then run side by side.
 */
export function createInOrder(): RunInOrder {
  const lines = new Map<string, Promise<unknown>>();
  return async (name, prepared, begin) => {
    const before = lines.get(name);
    // It may fail while those before it are waited for: whoever waits for the line hears of it.
    prepared.catch(() => undefined);
    const start = async () => {
      await before?.catch(() => undefined);
      const value = await prepared;
      // In an object, so that the next one waits for the beginning and not for the result.
      return { result: begin(value) };
    };
    const line = start();
    lines.set(name, line);
    try {
      return await (
        await line
      ).result;
    } finally {
      if (lines.get(name) === line) lines.delete(name);
    }
  };
}
