import { X } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { PersonChoice } from './person-choice.tsx';
import type { Topic } from './topic-types.ts';

const TOUCHES = ['topics.members', 'topics.list'] as const;

interface TopicPeopleDialogProps {
  topic: Topic;
  onClose: () => void;
}

/** Who is notified under the name of a topic. */
export function TopicPeopleDialog({ topic: { id, name }, onClose }: TopicPeopleDialogProps) {
  const query = useReadPages('topics.members', { topicId: id });
  const add = useWrite('topics.addMembers', TOUCHES);
  const remove = useWrite('topics.removeMembers', TOUCHES);
  const change = async (writer: typeof add | typeof remove, userId: string) => {
    const outcome = await writer.send({ topicId: id, userIds: [userId] });
    if (!outcome.ok) showFailureToast(outcome.error);
  };
  const members = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Dialog open isToRead onOpenChange={onClose} title={t('topic.peopleOf', { name })}>
      <div className="flex flex-col gap-4">
        <PersonChoice
          label={t('topic.addPerson')}
          empty={t('deliveryWhy.choose')}
          value=""
          without={new Set(members.map(({ userId }) => userId))}
          onChange={(userId) => void change(add, userId)}
        />
        <PagesView query={query} skeleton={<TableSkeleton rows={2} />}>
          {(people) => (
            <People people={people} onRemove={(userId) => void change(remove, userId)} />
          )}
        </PagesView>
        <LoadMore query={query} />
      </div>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.done')}</Button>
      </DialogFooter>
    </Dialog>
  );
}

interface PeopleProps {
  people: readonly { userId: string; name: string }[];
  onRemove: (userId: string) => void;
}

function People({ people, onRemove }: PeopleProps) {
  if (people.length === 0) return <p className="text-sm text-muted">{t('topic.noPeople')}</p>;
  return (
    <ul aria-label={t('topic.people')} className="rounded border border-line">
      {people.map(({ userId, name }) => (
        <li
          key={userId}
          className="flex min-h-11 items-center gap-2.5 border-b border-line px-3 text-sm last:border-0"
        >
          <Avatar name={name} seed={userId} size="sm" />
          <span className="min-w-0 flex-1 truncate text-ink">{name}</span>
          <IconButton
            icon={X}
            label={t('topic.removePerson', { name })}
            onClick={() => onRemove(userId)}
          />
        </li>
      ))}
    </ul>
  );
}
