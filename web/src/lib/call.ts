import type {
  CallArguments,
  CallOptions,
  Input,
  OperationName,
  Output,
} from '@boardwire/sdk/operations';
import type { Result } from '@boardwire/sdk/result';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';

/** Calls an operation; the input is always given, which generic code needs. */
export async function call<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options?: CallOptions,
): Promise<Result<Output<Name>>> {
  // A conditional rest type cannot be rebuilt from its parts; the parts came from it.
  const rest = [input, options] as unknown as CallArguments<Name>;
  const result = await client.call(name, ...rest);
  if (!result.ok && mayHaveLostAccess(result.error.code, input))
    void queryClient.invalidateQueries({ queryKey: ['organizations.list'] });
  // The banner says why (web W28).
  if (!result.ok && result.error.details?.reason === 'read_only')
    void queryClient.invalidateQueries({ queryKey: ['instance.status'] });
  return result;
}

/** Who is refused in an organization may be out of it by now: the list of organizations tells (web W26). */
function mayHaveLostAccess(code: string, input: object): boolean {
  return (code === 'NOT_FOUND' || code === 'FORBIDDEN') && 'organizationId' in input;
}
