import { t } from '../../../i18n/t.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { useRowMark } from './use-shown.ts';

/** Says why a row stands where it does not belong any more (web W10). */
export function RowMark({ itemId, className }: { itemId: string; className?: string }) {
  const mark = useRowMark(itemId);
  if (!mark) return null;
  return (
    <span role="note" className={className}>
      <Badge tone={mark === 'moved' ? 'accent' : 'warning'}>{t(`views.mark.${mark}`)}</Badge>
    </span>
  );
}
