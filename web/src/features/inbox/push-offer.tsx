import { BellRing } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { setPreference, usePreferences } from '../../app/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { canSubscribe, turnOnPush } from '../notification-settings/index.ts';
import type { InboxEntry } from './entries.ts';

const PERSONAL: ReadonlySet<string> = new Set(['assigned', 'mentioned']);

/** Pushes are offered when there is something that they would have told of, not before (web W50). */
export function PushOffer({ entries }: { entries: readonly InboxEntry[] }) {
  const isDeclined = usePreferences((preferences) => preferences.isPushDeclined);
  const isPersonal = entries.some(({ type }) => PERSONAL.has(type));
  if (isDeclined || !isPersonal || !canSubscribe()) return null;
  const decline = () => setPreference({ isPushDeclined: true });
  return (
    <section
      aria-label={t('pushOffer.title')}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded border border-line bg-accent-soft px-4 py-3"
    >
      <BellRing aria-hidden="true" className="size-5 shrink-0 text-accent-ink" />
      <div className="min-w-[min(12rem,100%)] flex-1">
        <p className="text-base font-medium text-ink">{t('pushOffer.title')}</p>
        <p className="text-sm text-ink">{t('pushOffer.text')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button variant="ghost" onClick={decline}>
          {t('pushOffer.no')}
        </Button>
        <Button
          variant="primary"
          onClick={() => void turnOnPush().then((isOn) => isOn && decline())}
        >
          {t('pushOffer.yes')}
        </Button>
      </div>
    </section>
  );
}
