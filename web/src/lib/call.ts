import type {
  CallArguments,
  CallOptions,
  Input,
  OperationName,
  Output,
} from '@boardwire/sdk/operations';
import type { Result } from '@boardwire/sdk/result';
import { client } from './client.ts';

/** Calls an operation; the input is always given, which generic code needs. */
export function call<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options?: CallOptions,
): Promise<Result<Output<Name>>> {
  // A conditional rest type cannot be rebuilt from its parts; the parts came from it.
  const rest = [input, options] as unknown as CallArguments<Name>;
  return client.call(name, ...rest);
}
