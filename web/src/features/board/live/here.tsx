import type { LivePerson } from '@boardwire/contract/sync';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { NARROW, useMedia } from '../../../lib/use-media.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { PopoverButton } from '../../../ui/popover-button.tsx';
import { TITLE } from '../column-facts.ts';
import type { BoardModel } from '../board-model.ts';
import { useOpenItem } from '../item/item-link.ts';
import { usePeople } from '../people.tsx';
import { useBoardModel } from '../table-context.ts';
import { readText } from '../values.ts';

/** Faces that fit beside the name of the board, in a wide window and in a narrow one. */
const FACES = 4;
const NARROW_FACES = 2;

/** One of several tabs of a person: the one that says most. */
function chooseTab(before: LivePerson | undefined, next: LivePerson): LivePerson {
  if (before === undefined) return next;
  const weigh = ({ state, item, editing }: LivePerson) =>
    (state === 'active' ? 4 : 0) + (editing === true ? 2 : 0) + (item === undefined ? 0 : 1);
  return weigh(next) > weigh(before) ? next : before;
}

function listOthers({ board }: BoardModel, ownId: string): LivePerson[] {
  const byUser = new Map<string, LivePerson>();
  for (const person of board.people())
    if (person.user !== ownId) byUser.set(person.user, chooseTab(byUser.get(person.user), person));
  return [...byUser.values()];
}

/** Others who have the board open, and what each of them looks at (web W21). */
export function Here() {
  const model = useBoardModel();
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const faces = useMedia(NARROW) ? NARROW_FACES : FACES;
  const others = listOthers(model, ownId);
  if (others.length === 0) return null;
  const names = others.map(({ user }) => nameOf(user)).join(', ');
  return (
    <PopoverButton
      align="end"
      label={t('live.hereTitle')}
      className="w-72"
      trigger={
        <button
          type="button"
          title={names}
          className="flex min-h-7 items-center -space-x-1.5 rounded-full outline-offset-2"
        >
          <span className="sr-only">{t('board.here', { names })}</span>
          {others.slice(0, faces).map(({ user, state }) => (
            <span
              key={user}
              className={cx('rounded-full ring-2 ring-surface', state === 'idle' && 'opacity-50')}
            >
              <Avatar name={nameOf(user)} seed={user} />
            </span>
          ))}
          {others.length > faces && (
            <span aria-hidden="true" className="pl-3 text-xs text-muted">
              {t('board.andMore', { count: others.length - faces })}
            </span>
          )}
        </button>
      }
    >
      {(close) => (
        <>
          <h2 className="pb-2 text-sm font-semibold text-ink">{t('live.hereTitle')}</h2>
          <ul className="-mx-2 flex flex-col">
            {others.map((person) => (
              <OnePerson key={person.user} person={person} onGo={close} />
            ))}
          </ul>
        </>
      )}
    </PopoverButton>
  );
}

function OnePerson({ person, onGo }: { person: LivePerson; onGo: () => void }) {
  const model = useBoardModel();
  const { nameOf } = usePeople();
  const openItem = useOpenItem();
  const { user, item: itemId, state } = person;
  const name = nameOf(user);
  const content = (
    <>
      <span className={cx(state === 'idle' && 'opacity-50')}>
        <Avatar name={name} seed={user} />
      </span>
      <span className="flex min-w-0 flex-1 flex-col text-left">
        <span className="truncate text-sm font-medium text-ink">{name}</span>
        <span className="truncate text-xs text-muted">{describePlace(model, person)}</span>
      </span>
    </>
  );
  if (itemId === undefined || model.item(itemId) === undefined)
    return <li className="flex items-center gap-2.5 px-2 py-1.5">{content}</li>;
  const go = () => {
    onGo();
    openItem(itemId);
  };
  return (
    <li>
      <button
        type="button"
        onClick={go}
        className="flex w-full items-center gap-2.5 rounded-inner px-2 py-1.5 hover:bg-hover"
      >
        {content}
      </button>
    </li>
  );
}

function describePlace(model: BoardModel, { item: itemId, field, editing, state }: LivePerson) {
  if (state === 'idle') return t('live.away');
  const item = itemId === undefined ? undefined : model.item(itemId);
  if (item === undefined) return t('live.onBoard');
  const title = readText(item.values[TITLE]);
  if (editing !== true || field === undefined) return t('live.lookingAt', { title });
  const column = model.board.view().columns.get(field);
  return t('live.editing', { field: column?.name ?? t('board.itemTitle'), title });
}
