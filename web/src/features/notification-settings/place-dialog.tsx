import { t } from '../../i18n/t.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { isMute } from './is-mute.ts';
import { type AskedPlace, closePlaceSettings, usePlaceDialog } from './place-asked.ts';
import { type CellValue, PreferenceGrid } from './preference-grid.tsx';
import type { GridChannel, GridRow, PreferenceAnswer } from './preference-types.ts';
import { choose, setMuted, usePreferenceAnswer } from './preferences-data.ts';
import { useReachableChannels } from './use-channels.ts';

/** How one is notified of one board, workspace or item: muted, or by category and channel. */
export function PlaceDialog() {
  const asked = usePlaceDialog((store) => store.asked);
  if (asked === null) return null;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && closePlaceSettings()}
      title={t('notify.placeTitle', { name: asked.name })}
      description={t('notify.placeText')}
      width="lg"
      isToRead
    >
      <PlaceChoices asked={asked} />
    </Dialog>
  );
}

function PlaceChoices({ asked }: { asked: AskedPlace }) {
  const query = usePreferenceAnswer(asked.organizationId);
  return (
    <QueryView query={query} skeleton={<TableSkeleton rows={6} />}>
      {(answer) => <Choices asked={asked} answer={answer} />}
    </QueryView>
  );
}

function Choices({ asked, answer }: { asked: AskedPlace; answer: PreferenceAnswer }) {
  const { organizationId, scope, id } = asked;
  const channels = useReachableChannels();
  const own = answer.preferences.filter((one) => one.scope === scope && one.scopeId === id);
  const isMuted = own.some(isMute);
  const valueOf = ({ category }: GridRow, channel: GridChannel): CellValue =>
    own.find((one) => one.category === category && one.channel === channel)?.mode ?? 'inherit';
  return (
    <div className="flex flex-col gap-5">
      <Switch
        label={t('notify.mute')}
        hint={t('notify.muteText')}
        checked={isMuted}
        onChange={({ target }) => void setMuted(organizationId, asked, target.checked)}
      />
      {!isMuted && (
        <PreferenceGrid
          rows={answer.grid.filter(
            ({ category, isMandatory }) => !isMandatory && isOfBoards(category),
          )}
          channels={channels}
          canInherit
          valueOf={valueOf}
          onChange={({ category }, channel, value) => {
            const mode = value === 'inherit' ? null : value;
            void choose(organizationId, [{ scope, scopeId: id, category, channel, mode }]);
          }}
        />
      )}
    </div>
  );
}

const ELSEWHERE: ReadonlySet<string> = new Set(['operation', 'invitations', 'imports']);

/** What happens on boards; the rest has no board. */
function isOfBoards(category: string): boolean {
  return !ELSEWHERE.has(category);
}
