import { formatDateTime } from '../i18n/format.ts';
import { useRelative } from '../i18n/use-relative.ts';

/** A moment in words, with the exact one under the pointer. */
export function When({ at, className }: { at: string; className?: string }) {
  return (
    <time dateTime={at} title={formatDateTime(at, true)} className={className}>
      {useRelative(at)}
    </time>
  );
}
