import type { OperationName } from '@boardwire/contract/catalogue';
import type { Call, CallArguments, CallOptions, Input, Output } from './operations.ts';
import type { Result } from './result.ts';

interface Page {
  items: unknown[];
  nextCursor: string | null;
}

/** The names of operations that answer in pages. */
export type PagedName = {
  [Name in OperationName]: Output<Name> extends Page ? Name : never;
}[OperationName];

/** Reads a list page by page. */
export type Pages = <Name extends PagedName>(
  name: Name,
  ...rest: CallArguments<Name>
) => AsyncGenerator<Result<Output<Name>>, void, undefined>;

/** Reads pages until the last one; a failed page is handed over and ends the reading. */
export function createPages(call: Call): Pages {
  return async function* readPages<Name extends PagedName>(
    name: Name,
    ...[input, options]: CallArguments<Name>
  ) {
    let cursor: string | null | undefined;
    do {
      const page = await callPage(call, name, { ...input, ...(cursor && { cursor }) }, options);
      yield page;
      cursor = page.ok ? (page.data as Page).nextCursor : null;
    } while (cursor !== null);
  };
}

function callPage<Name extends PagedName>(
  call: Call,
  name: Name,
  input: object,
  options: CallOptions | undefined,
): Promise<Result<Output<Name>>> {
  // A conditional rest type cannot be rebuilt from its parts; the parts came from it.
  const rest = [input as Input<Name>, options] as unknown as CallArguments<Name>;
  return call(name, ...rest);
}
