import { BellOff, SlidersHorizontal } from 'lucide-react';
import { useActiveBoards } from '../../app/board-lists.ts';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { isMute } from './is-mute.ts';
import { askPlaceSettings } from './place-asked.ts';
import type { PlaceChoice } from './preference-types.ts';
import { takeBack, usePreferenceAnswer } from './preferences-data.ts';

/** Boards, workspaces and items that differ from the grid. */
export function PlacesSection({ organizationId }: { organizationId: string }) {
  const { data } = usePreferenceAnswer(organizationId);
  const places = groupPlaces(data?.preferences ?? []);
  return (
    <Section
      title={t('notify.placesTitle')}
      description={t('notify.placesText')}
      actions={<BoardChoice organizationId={organizationId} />}
    >
      {places.length === 0 ? (
        <p className="rounded border border-dashed border-line px-4 py-6 text-sm text-muted">
          {t('notify.placesNone')}
        </p>
      ) : (
        <ul className="rounded border border-line bg-surface">
          {places.map((choices) => (
            <PlaceRow key={choices[0].scopeId} organizationId={organizationId} choices={choices} />
          ))}
        </ul>
      )}
    </Section>
  );
}

type Choices = readonly [PlaceChoice, ...PlaceChoice[]];

function groupPlaces(preferences: readonly PlaceChoice[]): Choices[] {
  const places = new Map<string, [PlaceChoice, ...PlaceChoice[]]>();
  for (const choice of preferences) {
    if (choice.scopeId === null) continue;
    const known = places.get(choice.scopeId);
    if (known === undefined) places.set(choice.scopeId, [choice]);
    else known.push(choice);
  }
  return [...places.values()];
}

const SCOPES = {
  item: 'notify.scopeItem',
  board: 'notify.scopeBoard',
  workspace: 'notify.scopeWorkspace',
} as const satisfies Record<string, PlainMessageKey>;

interface PlaceRowProps {
  organizationId: string;
  choices: Choices;
}

function PlaceRow({ organizationId, choices }: PlaceRowProps) {
  const [{ scope, scopeId, name }] = choices;
  const isMuted = choices.some(isMute);
  const label = name ?? t('notify.placeGone');
  const edit = () => {
    if (scope !== 'all' && scopeId !== null && name !== null)
      askPlaceSettings({ organizationId, scope, id: scopeId, name });
  };
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 last:border-0">
      <div className="flex min-w-40 flex-1 flex-wrap items-center gap-2">
        <span className="min-w-0 truncate text-base text-ink">{label}</span>
        {scope !== 'all' && <span className="text-sm text-muted">{t(SCOPES[scope])}</span>}
        <Badge tone={isMuted ? 'warning' : 'neutral'}>
          {isMuted && <BellOff aria-hidden="true" />}
          {isMuted ? t('notify.isMuted') : t('notify.choices', { count: choices.length })}
        </Badge>
      </div>
      <div className="flex gap-2">
        {name !== null && (
          <Button size="sm" aria-label={t('notify.editOf', { name: label })} onClick={edit}>
            <SlidersHorizontal aria-hidden="true" />
            {t('notify.edit')}
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('notify.unmuteOf', { name: label })}
          onClick={() => void takeBack(organizationId, choices)}
        >
          {t('notify.unmute')}
        </Button>
      </div>
    </li>
  );
}

/** Opens the dialog of a board. */
function BoardChoice({ organizationId }: { organizationId: string }) {
  const { boards } = useActiveBoards(organizationId);
  if (boards === undefined || boards.length === 0) return null;
  const choose = (id: string) => {
    const board = boards.find((one) => one.id === id);
    if (board !== undefined)
      askPlaceSettings({ organizationId, scope: 'board', id, name: board.name });
  };
  return (
    <Select
      inline
      aria-label={t('notify.choosePlace')}
      value=""
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">{t('notify.choosePlace')}…</option>
      {boards.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
