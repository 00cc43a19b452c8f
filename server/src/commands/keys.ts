import { generateKeys } from '../platform/instance-keys.ts';

/** Prints new keys of an instance, for the file that SECRETS_FILE names where several processes share them. */
export async function run(): Promise<number> {
  process.stdout.write(generateKeys());
  return 0;
}
