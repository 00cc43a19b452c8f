import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { When } from '../../ui/when.tsx';
import { MailFrame } from '../instance/index.ts';

type Captured = Output<'sandbox.listMessages'>['items'][number];

/** What would have been sent, as the other side would have got it. */
export function CapturedTable({ messages }: { messages: readonly Captured[] }) {
  const [shown, setShown] = useState<Captured | null>(null);
  return (
    <>
      <Table
        label={t('sandbox.captured')}
        head={[
          { label: t('sandbox.to') },
          { label: t('sandbox.says'), className: wideOnly },
          { label: t('delivery.attempts'), className: wideOnly },
          { label: t('delivery.when') },
        ]}
      >
        {messages.map((message) => (
          <CapturedRow
            key={message.deliveryId}
            message={message}
            onShow={() => setShown(message)}
          />
        ))}
      </Table>
      {shown && <CapturedDialog message={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function CapturedRow({ message, onShow }: { message: Captured; onShow: () => void }) {
  const { channel, to, attempt, capturedAt } = message;
  const says = summaryOf(message);
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-40">
        {/* The button covers the row, so that the whole row opens it. */}
        <button
          type="button"
          onClick={onShow}
          className="block min-h-6 max-w-full truncate rounded-inner text-left font-medium text-ink before:absolute before:inset-0"
        >
          {to}
        </button>
        <div className="truncate text-muted">{t(`channel.${channel}`)}</div>
        <div className="truncate text-muted md:hidden" translate="no">
          {says}
        </div>
      </Cell>
      <Cell className={`${wideOnly} max-w-80 truncate`} translate="no">
        {says}
      </Cell>
      <Cell className={`${wideOnly} text-muted tabular-nums`}>{attempt}</Cell>
      <Cell className="whitespace-nowrap text-muted">
        <When at={capturedAt} />
      </Cell>
    </Row>
  );
}

/** The line that its reader would see first. */
function summaryOf({ content, isWithheld }: Captured): string {
  if (isWithheld) return t('sandbox.withheld');
  return content['subject'] ?? content['title'] ?? content['body'] ?? '';
}

function CapturedDialog({ message, onClose }: { message: Captured; onClose: () => void }) {
  const { content, to, isWithheld } = message;
  const { subject, html, ...rest } = content;
  return (
    <Dialog
      open
      isToRead
      width="lg"
      onOpenChange={onClose}
      title={summaryOf(message) || to}
      description={to}
    >
      {isWithheld ? null : html !== undefined && html !== '' ? (
        <MailFrame html={html} title={t('sandbox.frame', { subject: subject ?? to })} />
      ) : (
        <dl className="flex flex-col gap-3">
          {Object.entries(rest).map(([name, text]) => (
            <div key={name}>
              <dt className="text-xs text-muted" translate="no">
                {name}
              </dt>
              <dd className="text-sm break-words whitespace-pre-wrap text-ink" translate="no">
                {text}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.close')}</Button>
      </DialogFooter>
    </Dialog>
  );
}
