import { measureSms } from '@boardwire/contract/sms-segments';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { MailFrame } from '../instance/index.ts';
import { themeMail, type PreviewTheme } from './preview-theme.ts';
import type { Preview, TemplateChannel } from './template-types.ts';

interface ChannelPreviewProps {
  channel: TemplateChannel;
  preview: Preview;
  theme: PreviewTheme;
}

/** A text as its reader gets it. */
export function ChannelPreview({ channel, preview, theme }: ChannelPreviewProps) {
  if (channel === 'email') return <MailPreview preview={preview} theme={theme} />;
  if (channel === 'sms') return <SmsPreview text={preview.text} />;
  if (channel === 'push') return <PushPreview preview={preview} />;
  return <InboxPreview preview={preview} />;
}

function MailPreview({ preview, theme }: { preview: Preview; theme: PreviewTheme }) {
  const [form, setForm] = useState<'html' | 'text'>('html');
  const { subject, html, text } = preview;
  return (
    <div className="overflow-hidden rounded border border-line bg-surface">
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3">
        <h3 translate="no" className="min-w-0 flex-1 text-base font-semibold break-words">
          {subject}
        </h3>
        <Segmented
          label={t('tpl.form')}
          value={form}
          onChange={setForm}
          options={[
            { value: 'html', label: t('tpl.asHtml') },
            { value: 'text', label: t('tpl.asText') },
          ]}
        />
      </div>
      {form === 'html' && html !== null ? (
        <MailFrame html={themeMail(html, theme)} title={t('tpl.frame', { subject })} />
      ) : (
        <pre className="p-4 font-mono text-sm break-words whitespace-pre-wrap">{text}</pre>
      )}
    </div>
  );
}

/** A text message is paid by its parts. */
function SmsPreview({ text }: { text: string }) {
  const { encoding, segments } = measureSms(text);
  return (
    <div className="flex flex-col gap-3 rounded border border-line bg-surface p-4">
      <p
        translate="no"
        className="max-w-[min(20rem,100%)] self-start rounded bg-neutral-soft px-3.5 py-2.5 text-base [overflow-wrap:anywhere] whitespace-pre-wrap"
      >
        {text}
      </p>
      <p className="text-sm text-muted">
        <span className="font-medium text-ink">{t('tpl.segments', { count: segments })}</span>
        {' · '}
        {t(encoding === 'gsm7' ? 'tpl.gsm7' : 'tpl.ucs2', { length: [...text].length })}
      </p>
    </div>
  );
}

function PushPreview({ preview: { subject, text } }: { preview: Preview }) {
  return (
    <div className="rounded border border-line bg-surface p-6">
      <div className="mx-auto flex max-w-90 gap-3 rounded bg-raised p-3.5 shadow-raised">
        <Logo className="size-9 shrink-0" />
        <div className="min-w-0 flex-1">
          <p className="flex justify-between gap-3 text-sm font-semibold">
            <span translate="no" className="min-w-0 break-words">
              {subject}
            </span>
            <span className="text-xs font-normal text-muted">{t('tpl.now')}</span>
          </p>
          <p translate="no" className="text-sm break-words text-muted">
            {text}
          </p>
        </div>
      </div>
    </div>
  );
}

function InboxPreview({ preview: { subject, text } }: { preview: Preview }) {
  return (
    <div className="flex gap-3 rounded border border-line bg-surface px-4 py-3">
      <span className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink">
        <Inbox aria-hidden="true" className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <p translate="no" className="text-base font-medium break-words">
          {subject}
        </p>
        <p translate="no" className="text-sm break-words text-muted">
          {text}
        </p>
      </div>
      <span className="text-xs text-muted">{t('tpl.now')}</span>
    </div>
  );
}
