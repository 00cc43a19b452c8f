import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Channel } from './delivery-types.ts';

const TOUCHES = ['notifications.queueStats'] as const;

interface Pausing {
  pause: (channel?: Channel) => Promise<void>;
  resume: (channel?: Channel) => Promise<void>;
  isPending: boolean;
}

/** Stops a channel of the organization, or all of them, and goes on. */
export function usePause(): Pausing {
  const { id: organizationId } = useOrganization();
  const pausing = useWrite('notifications.pauseQueue', TOUCHES);
  const resuming = useWrite('notifications.resumeQueue', TOUCHES);
  const change = async (writer: typeof pausing | typeof resuming, channel?: Channel) => {
    const outcome = await writer.send({ organizationId, ...(channel && { channel }) });
    if (!outcome.ok) return showFailureToast(outcome.error);
    const name = channel === undefined ? t('queue.everything') : t(`channel.${channel}`);
    const key = writer === pausing ? 'queue.didPause' : 'queue.didResume';
    showToast({ title: t(key, { channel: name }) });
  };
  return {
    pause: (channel) => change(pausing, channel),
    resume: (channel) => change(resuming, channel),
    isPending: pausing.isPending || resuming.isPending,
  };
}
