import { t } from '../../i18n/t.tsx';

/** The server's own bound (contract, imports.upload), so that nobody waits for a refusal. */
const MAX_BYTES = 100_000_000;
const READABLE = /\.(?:json|csv|tsv|txt)$/i;
const SPREADSHEET = /\.(?:xlsx?|ods|numbers)$/i;

/** Why a file cannot be imported, as far as its name and size tell; undefined when it may do. */
export function findFileProblem({ name, size }: Pick<File, 'name' | 'size'>): string | undefined {
  if (SPREADSHEET.test(name)) return t('imports.spreadsheet', { name });
  if (!READABLE.test(name)) return t('imports.wrongKind', { name });
  if (size === 0) return t('imports.emptyFile', { name });
  return size > MAX_BYTES ? t('imports.tooLarge') : undefined;
}
