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
import { Select } from '../../ui/select.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';

/** Links that show a board to whoever has them: making, copying once, revoking. */
export function ShareLinks({ boardId }: { boardId: string }) {
  const titleId = useId();
  const [url, setUrl] = useState<string>();
  const [expiresInDays, setExpiresInDays] = useState<number | null>(null);
  const links = useRead('boards.listLinks', { boardId });
  const create = useWrite('boards.createLink', ['boards.listLinks']);
  const revoke = useWrite('boards.revokeLink', ['boards.listLinks']);
  const onCreate = async () => {
    const outcome = await create.send({ boardId, expiresInDays });
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
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 id={titleId} className="text-sm font-medium text-ink">
            {t('share.links')}
          </h3>
          <p className="text-sm text-muted">{t('share.linksText')}</p>
        </div>
        <div className="flex max-w-full flex-wrap items-center gap-2">
          <ExpirySelect value={expiresInDays} onChange={setExpiresInDays} />
          <Button pending={create.isPending} onClick={() => void onCreate()}>
            {t('share.createLink')}
          </Button>
        </div>
      </div>
      {url !== undefined && <NewLink url={url} />}
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

/** For how long a link may work, in days; null: until somebody revokes it. */
const EXPIRIES = [null, 1, 7, 30, 90, 365] as const;

interface ExpirySelectProps {
  value: number | null;
  onChange: (days: number | null) => void;
}

function ExpirySelect({ value, onChange }: ExpirySelectProps) {
  return (
    <Select
      inline
      aria-label={t('share.expiry')}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))}
    >
      {EXPIRIES.map((days) => (
        <option key={days} value={days ?? ''}>
          {days === null ? t('share.linkForever') : t('share.expiryDays', { count: days })}
        </option>
      ))}
    </Select>
  );
}

/** A link that was just made: its address is shown once. */
function NewLink({ url }: { url: string }) {
  return (
    <div className="flex flex-col gap-1">
      <CopyField value={url} label={t('share.copyLink')} />
      <p className="text-sm text-muted">
        {t('share.linkShownOnce')}{' '}
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          className="text-accent-ink underline"
        >
          {t('share.lookAsStranger')}
        </a>
      </p>
    </div>
  );
}

interface LinkRowProps {
  link: Output<'boards.listLinks'>[number];
  onRevoke: () => void;
}

function LinkRow({ link: { createdAt, lastUsedAt, expiresAt }, onRevoke }: LinkRowProps) {
  return (
    <li className="flex items-center gap-2">
      <div className="min-w-0 flex-1 text-sm text-ink">
        {t('share.linkCreated', { date: formatDateTime(createdAt) })}
        <span className="block text-xs text-muted">
          {lastUsedAt === null
            ? t('share.linkUnused')
            : t('share.linkUsed', { when: formatRelative(lastUsedAt) })}
          {' · '}
          {expiresAt === null
            ? t('share.linkForever')
            : t('share.linkUntil', { date: formatDateTime(expiresAt) })}
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
