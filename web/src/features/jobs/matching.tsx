import { t } from '../../i18n/t.tsx';

/** What an act is about; dots while that is counted. */
export function Matching({ count }: { count: number | null }) {
  return (
    <p role="status" className="text-base font-medium text-ink">
      {count === null ? t('jobs.counting') : t('jobs.matching', { count })}
    </p>
  );
}
