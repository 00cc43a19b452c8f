import { boardLevels, type BoardLevel } from '@boardwire/contract/board-levels';
import type { Output } from '@boardwire/sdk/operations';
import { UserMinus } from 'lucide-react';
import { type SubmitEvent, useId, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead } from '../../lib/query.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Select } from '../../ui/select.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';

interface ShareMembersProps {
  boardId: string;
  organizationId: string;
}

/** Members that a list of choices takes. */
const LISTED = 100;

function toLevel(value: string): BoardLevel {
  return boardLevels.find((level) => level === value) ?? 'viewer';
}

/** The people named on a board with their levels. */
export function ShareMembers({ boardId, organizationId }: ShareMembersProps) {
  const titleId = useId();
  const members = useRead('boards.listMembers', { boardId });
  const set = useWrite('boards.setMember', ['boards.listMembers']);
  const remove = useWrite('boards.removeMember', ['boards.listMembers']);
  const onSet = async (userId: string, level: BoardLevel) => {
    const outcome = await set.send({ boardId, userId, level });
    if (!outcome.ok) showFailureToast(outcome.error);
    return outcome.ok;
  };
  const onRemove = async (userId: string) => {
    const outcome = await remove.send({ boardId, userId });
    if (!outcome.ok) showFailureToast(outcome.error);
  };
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <h3 id={titleId} className="text-sm font-medium text-ink">
        {t('share.members')}
      </h3>
      <QueryView query={members} skeleton={<CardSkeleton lines={1} />}>
        {(people) => (
          <>
            {people.length === 0 && <p className="text-sm text-muted">{t('share.none')}</p>}
            <ul className="flex flex-col gap-2">
              {people.map((member) => (
                <MemberRow
                  key={member.userId}
                  member={member}
                  onSet={(level) => void onSet(member.userId, level)}
                  onRemove={() => void onRemove(member.userId)}
                />
              ))}
            </ul>
            <AddMember
              organizationId={organizationId}
              taken={new Set(people.map(({ userId }) => userId))}
              onAdd={onSet}
            />
          </>
        )}
      </QueryView>
    </section>
  );
}

interface MemberRowProps {
  member: Output<'boards.listMembers'>[number];
  onSet: (level: BoardLevel) => void;
  onRemove: () => void;
}

function MemberRow({ member: { userId, name, level }, onSet, onRemove }: MemberRowProps) {
  return (
    <li className="flex items-center gap-3">
      <Avatar name={name} seed={userId} />
      <span className="min-w-0 flex-1 truncate text-sm text-ink">{name}</span>
      <LevelSelect label={t('share.levelOf', { name })} value={level} onChange={onSet} />
      <IconButton icon={UserMinus} label={t('share.remove', { name })} onClick={onRemove} />
    </li>
  );
}

interface LevelSelectProps {
  label: string;
  value: BoardLevel;
  onChange: (level: BoardLevel) => void;
}

function LevelSelect({ label, value, onChange }: LevelSelectProps) {
  return (
    <Select
      inline
      aria-label={label}
      value={value}
      onChange={(event) => onChange(toLevel(event.target.value))}
    >
      {boardLevels.map((level) => (
        <option key={level} value={level}>
          {t(`share.level.${level}`)}
        </option>
      ))}
    </Select>
  );
}

interface AddMemberProps {
  organizationId: string;
  taken: ReadonlySet<string>;
  onAdd: (userId: string, level: BoardLevel) => Promise<boolean>;
}

function AddMember({ organizationId, taken, onAdd }: AddMemberProps) {
  const { data, error, refetch } = useRead('members.list', { organizationId, limit: LISTED });
  const [userId, setUserId] = useState('');
  const [level, setLevel] = useState<BoardLevel>('editor');
  const others = data?.items.filter((member) => !taken.has(member.userId)) ?? [];
  const rest = (data?.nextCursor ?? null) !== null && <NotAll />;
  if (error)
    return <ErrorState message={describeFailure(error.failure)} onRetry={() => void refetch()} />;
  if (others.length === 0) return rest;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (userId === '') return;
    void onAdd(userId, level).then((isDone) => isDone && setUserId(''));
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t('share.person')}
        className="min-w-0 flex-1 basis-40"
        value={userId}
        onChange={(event) => setUserId(event.target.value)}
      >
        <option value="">{t('share.choose')}</option>
        {others.map((member) => (
          <option key={member.userId} value={member.userId}>
            {member.name}
          </option>
        ))}
      </Select>
      <LevelSelect label={t('share.level')} value={level} onChange={setLevel} />
      <Button type="submit" disabled={userId === ''}>
        {t('share.add')}
      </Button>
      {rest}
    </form>
  );
}

/** Where those are found who are not in the list. */
function NotAll() {
  const page = t('boardPeople.title');
  return <p className="w-full text-sm text-muted">{t('share.notAll', { count: LISTED, page })}</p>;
}
