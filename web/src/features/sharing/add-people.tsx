import { boardLevels, type BoardLevel } from '@boardwire/contract/board-levels';
import type { Output } from '@boardwire/sdk/operations';
import { useId, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead } from '../../lib/query.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { PEOPLE_READS } from './people-table.tsx';

/** Members that are offered at once; a search finds the others. */
const OFFERED = 6;
/** Matches that are asked for: among them may be many who are named already. */
const ASKED = 50;

interface AddPeopleProps {
  boardId: string;
  organizationId: string;
}

/** Names members of the organization on a board, found by name or address. */
export function AddPeople({ boardId, organizationId }: AddPeopleProps) {
  const titleId = useId();
  const [search, setSearch] = useState('');
  const [level, setLevel] = useState<BoardLevel>('editor');
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <h2 id={titleId} className="text-base font-semibold text-ink">
        {t('boardPeople.add')}
      </h2>
      <div className="flex flex-wrap gap-2">
        <Input
          type="search"
          className="min-w-0 flex-1 basis-52"
          aria-label={t('boardPeople.find')}
          placeholder={t('boardPeople.find')}
          value={search}
          autoComplete="off"
          onChange={({ target }) => setSearch(target.value)}
        />
        <Select
          inline
          aria-label={t('boardPeople.levelOfNew')}
          value={level}
          onChange={({ target }) =>
            setLevel(boardLevels.find((each) => each === target.value) ?? 'viewer')
          }
        >
          {boardLevels.map((each) => (
            <option key={each} value={each}>
              {t(`share.level.${each}`)}
            </option>
          ))}
        </Select>
      </div>
      <Found
        boardId={boardId}
        organizationId={organizationId}
        search={useDebounced(search.trim())}
        level={level}
      />
    </section>
  );
}

interface FoundProps extends AddPeopleProps {
  search: string;
  level: BoardLevel;
}

function Found({ boardId, organizationId, search, level }: FoundProps) {
  const isAsked = search !== '';
  const members = useRead(
    'members.list',
    { organizationId, search, limit: ASKED },
    { enabled: isAsked },
  );
  const named = useRead('boards.listMembers', { boardId });
  if (!isAsked) return null;
  // Who is named already is not known before: they are not offered again, for that would change their level.
  const failed = [members, named].find(({ error }) => error);
  if (failed?.error)
    return (
      <ErrorState
        message={describeFailure(failed.error.failure)}
        onRetry={() => void failed.refetch()}
      />
    );
  if (members.data === undefined || named.data === undefined) return null;
  const taken = new Set(named.data.map(({ userId }) => userId));
  const others = members.data.items.filter(
    ({ userId, state }) => state === 'active' && !taken.has(userId),
  );
  const hasMore = members.data.nextCursor !== null || others.length > OFFERED;
  return (
    <>
      {others.length > 0 && (
        <ul className="rounded border border-line bg-surface">
          {others.slice(0, OFFERED).map((member) => (
            <Offer key={member.userId} boardId={boardId} member={member} level={level} />
          ))}
        </ul>
      )}
      <p role="status" className="text-sm text-muted empty:hidden">
        {describeRest(others.length, hasMore)}
      </p>
    </>
  );
}

/** What is not offered, and how to come to it; nothing where all of it is. */
function describeRest(found: number, hasMore: boolean): string {
  if (found > 0) return hasMore ? t('boardPeople.more') : '';
  return hasMore ? t('boardPeople.noneYet', { count: ASKED }) : t('boardPeople.noneToAdd');
}

interface OfferProps {
  boardId: string;
  member: Output<'members.list'>['items'][number];
  level: BoardLevel;
}

function Offer({ boardId, member: { userId, name, email }, level }: OfferProps) {
  return (
    <li className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0">
      <Avatar name={name} seed={userId} />
      <span className="min-w-0 flex-1 text-sm">
        <span className="block truncate font-medium text-ink">{name}</span>
        <span className="block truncate text-muted">{email}</span>
      </span>
      <AddButton boardId={boardId} userId={userId} name={name} level={level} />
    </li>
  );
}

interface AddButtonProps {
  boardId: string;
  userId: string;
  name: string;
  level: BoardLevel;
}

function AddButton({ boardId, userId, name, level }: AddButtonProps) {
  const set = useWrite('boards.setMember', PEOPLE_READS);
  const add = async () => {
    const outcome = await set.send({ boardId, userId, level });
    if (!outcome.ok) showFailureToast(outcome.error);
  };
  return (
    <Button
      size="sm"
      aria-label={t('boardPeople.addOne', { name })}
      pending={set.isPending}
      onClick={() => void add()}
    >
      {t('share.add')}
    </Button>
  );
}
