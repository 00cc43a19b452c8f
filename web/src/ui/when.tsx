import { formatDateTime, formatRelative } from '../i18n/format.ts';

/** A moment in words, with the exact one under the pointer. */
export function When({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatDateTime(at, true)}>
      {formatRelative(at)}
    </time>
  );
}
