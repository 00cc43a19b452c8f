import type { Output } from '@boardwire/sdk/operations';
import { Link2Off } from 'lucide-react';
import { useId, useState } from 'react';
import { formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';

/** Links that show a board to whoever has them: making, copying once, revoking. */
export function ShareLinks({ boardId }: { boardId: string }) {
  const titleId = useId();
  const [url, setUrl] = useState<string>();
  const links = useRead('boards.listLinks', { boardId });
  const create = useWrite('boards.createLink', ['boards.listLinks']);
  const revoke = useWrite('boards.revokeLink', ['boards.listLinks']);
  const onCreate = async () => {
    const outcome = await create.send({ boardId });
    if (outcome.ok) setUrl(outcome.data.url);
    else showFailureToast(outcome.error);
  };
  const onRevoke = async (linkId: string) => {
    const outcome = await revoke.send({ linkId });
    if (!outcome.ok) return showFailureToast(outcome.error);
    setUrl(undefined);
  };
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <div className="flex items-end justify-between gap-4">
        <div>
          <h3 id={titleId} className="text-sm font-medium text-ink">
            {t('share.links')}
          </h3>
          <p className="text-sm text-muted">{t('share.linksText')}</p>
        </div>
        <Button pending={create.isPending} onClick={() => void onCreate()}>
          {t('share.createLink')}
        </Button>
      </div>
      {url !== undefined && (
        <div className="flex flex-col gap-1">
          <CopyField value={url} label={t('share.copyLink')} />
          <p className="text-sm text-muted">{t('share.linkShownOnce')}</p>
        </div>
      )}
      <QueryView query={links} skeleton={<CardSkeleton lines={1} />}>
        {(all) => (
          <ul className="flex flex-col gap-1">
            {all.length === 0 && <li className="text-sm text-muted">{t('share.noLinks')}</li>}
            {all.map((link) => (
              <LinkRow key={link.id} link={link} onRevoke={() => void onRevoke(link.id)} />
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}

interface LinkRowProps {
  link: Output<'boards.listLinks'>[number];
  onRevoke: () => void;
}

function LinkRow({ link: { createdAt, lastUsedAt }, onRevoke }: LinkRowProps) {
  return (
    <li className="flex items-center gap-2">
      <div className="min-w-0 flex-1 text-sm text-ink">
        {t('share.linkCreated', { date: formatDateTime(createdAt) })}
        <span className="block text-xs text-muted">
          {lastUsedAt === null
            ? t('share.linkUnused')
            : t('share.linkUsed', { when: formatRelative(lastUsedAt) })}
        </span>
      </div>
      <IconButton
        icon={Link2Off}
        label={t('share.revoke', { date: formatDateTime(createdAt) })}
        onClick={onRevoke}
      />
    </li>
  );
}
