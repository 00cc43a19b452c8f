import type { OperationName } from '@boardwire/contract/catalogue';
import { routes } from '@boardwire/contract/generated/routes';
import type { Namespaces } from './operations.ts';

/** Every operation as `noun.verb(input, options)`, each a call by name. */
export function createNamespaces(
  call: (name: OperationName, ...rest: never[]) => Promise<unknown>,
): Namespaces {
  const nouns: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(routes) as OperationName[]) {
    const [noun = '', verb = ''] = name.split('.');
    (nouns[noun] ??= {})[verb] = (...rest: never[]) => call(name, ...rest);
  }
  return nouns as unknown as Namespaces;
}
