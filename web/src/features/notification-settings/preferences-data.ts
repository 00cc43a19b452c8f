import type { Result } from '@boardwire/sdk/result';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import { applyChoices, type WantedChoice } from './apply-choices.ts';
import type { Place, PlaceChoice, PreferenceAnswer } from './preference-types.ts';

/** How one is notified in an organization. */
export function usePreferenceAnswer(organizationId: string) {
  return useRead('preferences.get', { organizationId });
}

/** Makes choices: shown at once, and then as the server has them. */
export async function choose(
  organizationId: string,
  preferences: WantedChoice[],
): Promise<Result<PreferenceAnswer>> {
  queryClient.setQueryData<PreferenceAnswer>(['preferences.get', { organizationId }], (before) =>
    before === undefined ? before : applyChoices(before, preferences),
  );
  const answer = await call('preferences.set', { organizationId, preferences });
  if (answer.ok) queryClient.setQueryData(['preferences.get', { organizationId }], answer.data);
  else {
    showFailureToast(answer.error);
    await refreshReads('preferences.get');
  }
  return answer;
}

/** One hears no more of a place, by any way. */
function muteOf({ scope, id }: Place, mode: 'off' | null): WantedChoice {
  return { scope, scopeId: id, category: null, channel: null, mode };
}

/** Mutes a place, or makes it heard again. */
export async function setMuted(
  organizationId: string,
  place: Place,
  isMuted: boolean,
): Promise<boolean> {
  return (await choose(organizationId, [muteOf(place, isMuted ? 'off' : null)])).ok;
}

/** Mutes a place; the way back is offered. */
export async function mutePlace(organizationId: string, place: Place): Promise<void> {
  if (!(await setMuted(organizationId, place, true))) return;
  const undo = () => void setMuted(organizationId, place, false);
  showToast({ title: t('notify.mutedPlain'), action: { label: t('boards.undo'), run: undo } });
}

/** Takes every choice for a place back. */
export async function takeBack(
  organizationId: string,
  choices: readonly PlaceChoice[],
): Promise<void> {
  const wanted = choices.map(({ scope, scopeId, category, channel }) => ({
    scope,
    scopeId,
    category,
    channel,
    mode: null,
  }));
  await choose(organizationId, wanted);
}
