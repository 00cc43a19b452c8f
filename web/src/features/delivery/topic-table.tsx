import { Trash2, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { TopicPeopleDialog } from './topic-people-dialog.tsx';
import type { Topic } from './topic-types.ts';

export function TopicTable({ topics }: { topics: readonly Topic[] }) {
  const [edited, setEdited] = useState<Topic | null>(null);
  const [deleted, setDeleted] = useState<Topic | null>(null);
  return (
    <>
      <Table
        label={t('delivery.topics')}
        head={[
          { label: t('topic.name') },
          { label: t('topic.people') },
          { label: t('suppression.since'), className: wideOnly },
          null,
        ]}
      >
        {topics.map((topic) => (
          <TopicRow
            key={topic.id}
            topic={topic}
            onEdit={() => setEdited(topic)}
            onDelete={() => setDeleted(topic)}
          />
        ))}
      </Table>
      {edited && <TopicPeopleDialog topic={edited} onClose={() => setEdited(null)} />}
      {deleted && <DeleteDialog topic={deleted} onClose={() => setDeleted(null)} />}
    </>
  );
}

interface TopicRowProps {
  topic: Topic;
  onEdit: () => void;
  onDelete: () => void;
}

function TopicRow({ topic, onEdit, onDelete }: TopicRowProps) {
  const { name, key, members, createdAt } = topic;
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-32">
        {/* The button covers the row, so that the whole row opens it. */}
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={onEdit}
          className="block min-h-6 max-w-full truncate rounded-inner text-left font-medium text-ink before:absolute before:inset-0"
        >
          {name}
        </button>
        <code className="block truncate font-mono text-xs text-muted" translate="no">
          {key}
        </code>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{t('topic.members', { count: members })}</Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{formatDate(createdAt)}</Cell>
      <Cell className="relative w-10 text-right">
        <Menu trigger={<MenuButton label={t('topic.actsOf', { name })} />}>
          <MenuItem icon={UsersRound} onSelect={onEdit}>
            {t('topic.edit')}
          </MenuItem>
          <MenuItem icon={Trash2} tone="danger" onSelect={onDelete}>
            {t('topic.delete')}
          </MenuItem>
        </Menu>
      </Cell>
    </Row>
  );
}

function DeleteDialog({ topic, onClose }: { topic: Topic; onClose: () => void }) {
  const { id, name } = topic;
  const [error, setError] = useState<string>();
  const remove = useWrite('topics.delete', ['topics.list']);
  const confirm = async () => {
    const outcome = await remove.send({ topicId: id });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('topic.deleted', { name }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('topic.deleteTitle', { name })}
      description={t('topic.deleteText')}
      action={t('topic.delete')}
      error={error}
      pending={remove.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
