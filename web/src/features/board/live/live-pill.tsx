import { t } from '../../../i18n/t.tsx';
import { useLiveStatus } from '../../../lib/live.ts';
import { Pill } from '../../../ui/pill.tsx';
import { PopoverButton } from '../../../ui/popover-button.tsx';
import { useLiveState } from './use-live-state.ts';
import { WaitingEdits } from './waiting-edits.tsx';

/** One pill for connection and saving; it opens the list of edits that wait (web W7, W23). */
export function LivePill() {
  const { tone, label, count } = useLiveState();
  const { storeProblem, isPolling } = useLiveStatus();
  // The region itself stays, whatever stands in it: one that comes with its text stays unread (web W39).
  const isQuiet = count === 0 && storeProblem === null && !isPolling && tone !== 'waiting';
  if (isQuiet) return <Pill tone={tone} label={label} />;
  return (
    <PopoverButton
      align="end"
      label={t('live.waitingTitle', { count })}
      className="w-96"
      trigger={
        <button
          type="button"
          className="rounded-full outline-offset-2 transition-colors hover:bg-hover"
        >
          <Pill tone={tone} label={label} />
        </button>
      }
    >
      {() => <WaitingEdits />}
    </PopoverButton>
  );
}
