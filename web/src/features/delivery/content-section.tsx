import type { Output } from '@boardwire/sdk/operations';
import { t } from '../../i18n/t.tsx';
import { Card, Section } from '../../ui/section.tsx';

type Content = NonNullable<Output<'notifications.get'>['content']>;

/** What a message was sent with: its own words, or the values of a template; secrets are redacted by the server. */
export function ContentSection({ content }: { content: Content | null }) {
  if (content === null || Object.keys(content).length === 0) return null;
  const { title, body, url, ...others } = content;
  const isWords = typeof title === 'string' && Object.keys(others).length === 0;
  return (
    <Section title={t('compose.says')}>
      <Card>
        {isWords ? <Words title={title} body={body} url={url} /> : <Values of={content} />}
      </Card>
    </Section>
  );
}

function Words({ title, body, url }: { title: string; body: unknown; url: unknown }) {
  return (
    <div className="flex flex-col gap-1 text-sm break-words" translate="no">
      <p className="font-medium text-ink">{title}</p>
      {typeof body === 'string' && <p className="whitespace-pre-wrap text-ink">{body}</p>}
      {typeof url === 'string' && <p className="font-mono text-xs text-muted">{url}</p>}
    </div>
  );
}

function Values({ of }: { of: Content }) {
  return (
    <pre
      role="group"
      translate="no"
      aria-label={t('compose.data')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keys
      tabIndex={0}
      className="max-h-80 overflow-auto font-mono text-xs whitespace-pre-wrap text-ink"
    >
      {JSON.stringify(of, null, 2)}
    </pre>
  );
}
