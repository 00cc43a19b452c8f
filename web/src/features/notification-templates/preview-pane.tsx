import { Eye } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ChannelPreview } from './channel-preview.tsx';
import { isDarkNow, type PreviewTheme } from './preview-theme.ts';
import type { Preview, TemplateChannel } from './template-types.ts';

interface PreviewPaneProps {
  channel: TemplateChannel;
  preview: Preview | null;
  /** No text of the organization: the words of the product. */
  isOurs: boolean;
  /** The text is wrong at the moment. */
  isOld: boolean;
}

/** What a text looks like, in the light and in the dark. */
export function PreviewPane({ channel, preview, isOurs, isOld }: PreviewPaneProps) {
  const [theme, setTheme] = useState<PreviewTheme>(() => (isDarkNow() ? 'dark' : 'light'));
  return (
    <section
      aria-label={t('tpl.preview')}
      className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-6"
    >
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-base font-semibold text-ink">{t('tpl.preview')}</h2>
          <p role="status" className="text-sm text-muted">
            {t(isOld ? 'tpl.previewOld' : isOurs ? 'tpl.previewOurs' : 'tpl.previewText')}
          </p>
        </div>
        <Segmented<PreviewTheme>
          label={t('tpl.theme')}
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'light', label: t('tpl.light') },
            { value: 'dark', label: t('tpl.dark') },
          ]}
        />
      </div>
      {preview === null ? (
        <EmptyState icon={Eye} title={t('tpl.preview')} description={t('tpl.previewEmpty')} />
      ) : (
        <div style={{ colorScheme: theme }} className="rounded bg-canvas text-ink">
          <ChannelPreview channel={channel} preview={preview} theme={theme} />
        </div>
      )}
    </section>
  );
}
