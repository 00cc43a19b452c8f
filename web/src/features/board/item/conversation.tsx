import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorPanel } from '../../../app/error-panel.tsx';
import { t } from '../../../i18n/t.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useItem } from '../table-context.ts';
import { Activity } from './activity.tsx';
import { Comments } from './comments.tsx';

type Tab = 'comments' | 'activity';

/** What people said about an item, and what they did to it. */
export function Conversation({ itemId }: { itemId: string }) {
  const count = useItem(itemId)?.commentCount ?? 0;
  const linked = useSearch({ strict: false, select: ({ comment }) => comment });
  const [tab, setTab] = useState<Tab>('comments');
  return (
    <div className="border-t border-line pt-3">
      <Tabs<Tab>
        label={t('item.conversation')}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: 'comments',
            label: (
              <>
                {t('comments.title')}
                {count > 0 && <span className="text-xs text-muted tabular-nums">{count}</span>}
              </>
            ),
            content: (
              <ErrorPanel resetKey={itemId}>
                <Comments itemId={itemId} {...(linked !== undefined && { linkedId: linked })} />
              </ErrorPanel>
            ),
          },
          {
            value: 'activity',
            label: t('activity.title'),
            content: (
              <ErrorPanel resetKey={itemId}>
                <Activity itemId={itemId} />
              </ErrorPanel>
            ),
          },
        ]}
      />
    </div>
  );
}
