import { boardLevels, type BoardLevel } from '@boardwire/contract/board-levels';
import type { Output } from '@boardwire/sdk/operations';
import { UserMinus } from 'lucide-react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { roleName } from '../../lib/role-name.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';

/** Somebody who can see the board. */
export type PersonOnBoard = Output<'boards.listPeople'>['items'][number];

/** What a change of levels makes old. */
export const PEOPLE_READS = ['boards.listPeople', 'boards.listMembers'] as const;

interface PeopleTableProps {
  boardId: string;
  people: readonly PersonOnBoard[];
  /** Whether levels can be changed. */
  mayAdminister: boolean;
}

/** Who can see a board, why, and what they may do. */
export function PeopleTable({ boardId, people, mayAdminister }: PeopleTableProps) {
  return (
    <Table
      label={t('boardPeople.title')}
      head={[
        { label: t('members.person') },
        { label: t('boardPeople.why'), className: wideOnly },
        { label: t('share.level'), className: wideOnly },
        ...(mayAdminister ? [null] : []),
      ]}
    >
      {people.map((person) => (
        <PersonRow
          key={person.userId}
          boardId={boardId}
          person={person}
          mayAdminister={mayAdminister}
        />
      ))}
    </Table>
  );
}

interface PersonRowProps {
  boardId: string;
  person: PersonOnBoard;
  mayAdminister: boolean;
}

function PersonRow({ boardId, person, mayAdminister }: PersonRowProps) {
  const isSelf = useAccount().id === person.userId;
  const why = describeWhy(person);
  const level = mayAdminister ? (
    <LevelOf boardId={boardId} person={person} />
  ) : (
    t(`share.level.${person.can}`)
  );
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <div className="flex items-center gap-3">
          <Avatar name={person.name} seed={person.userId} />
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-2">
              <span className="truncate font-medium text-ink">{person.name}</span>
              {isSelf && <Badge>{t('ui.you')}</Badge>}
            </div>
            <div className="truncate text-muted">{person.email}</div>
            <div className="text-muted md:hidden">{why}</div>
          </div>
        </div>
        {/* Below the name: beside it, a phone would cut either short. */}
        <div className="mt-1.5 pl-10 text-muted md:hidden">{level}</div>
      </Cell>
      <Cell className={`${wideOnly} min-w-60 text-muted`}>{why}</Cell>
      <Cell className={`${wideOnly} whitespace-nowrap`}>{level}</Cell>
      {mayAdminister && (
        <Cell className="w-10 text-right">
          {person.level !== null && (
            <RemovePerson boardId={boardId} person={person} level={person.level} />
          )}
        </Cell>
      )}
    </Row>
  );
}

function describeWhy({ level, byRole, seesAll, role }: PersonOnBoard): string {
  const reasons: string[] = [];
  if (level !== null) reasons.push(t('boardPeople.named'));
  if (byRole !== null && role !== null) {
    const name = roleName(role);
    reasons.push(t(seesAll ? 'boardPeople.seesAll' : 'boardPeople.open', { role: name }));
  }
  return reasons.join(' · ');
}

/** The level as named; for others what their role gives. A level never takes away what the role gives. */
function LevelOf({ boardId, person }: Omit<PersonRowProps, 'mayAdminister'>) {
  const { userId, name, level, byRole, can } = person;
  const set = useWrite('boards.setMember', PEOPLE_READS);
  const change = async (value: string) => {
    const next = boardLevels.find((each) => each === value);
    if (next === undefined) return;
    const outcome = await set.send({ boardId, userId, level: next });
    if (!outcome.ok) showFailureToast(outcome.error);
  };
  return (
    <div className="flex flex-col items-start gap-0.5">
      <Select
        inline
        aria-label={t('share.levelOf', { name })}
        value={level ?? ''}
        disabled={set.isPending}
        onChange={({ target }) => void change(target.value)}
      >
        {level === null && (
          <option value="">
            {t('boardPeople.byRole', { level: t(`share.level.${byRole ?? can}`) })}
          </option>
        )}
        {boardLevels.map((each) => (
          <option key={each} value={each}>
            {t(`share.level.${each}`)}
          </option>
        ))}
      </Select>
      {level !== null && can !== level && (
        <span className="text-xs text-muted">
          {t('boardPeople.byRole', { level: t(`share.level.${can}`) })}
        </span>
      )}
    </div>
  );
}

interface RemoveProps extends Omit<PersonRowProps, 'mayAdminister'> {
  level: BoardLevel;
}

function RemovePerson({ boardId, person: { userId, name }, level }: RemoveProps) {
  const remove = useWrite('boards.removeMember', PEOPLE_READS);
  const set = useWrite('boards.setMember', PEOPLE_READS);
  const undo = async () => {
    const outcome = await set.send({ boardId, userId, level });
    if (!outcome.ok) showFailureToast(outcome.error);
  };
  const run = async () => {
    const outcome = await remove.send({ boardId, userId });
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({
      title: t('boardPeople.removed', { name }),
      action: { label: t('boards.undo'), run: () => void undo() },
    });
  };
  return (
    <IconButton icon={UserMinus} label={t('share.remove', { name })} onClick={() => void run()} />
  );
}
