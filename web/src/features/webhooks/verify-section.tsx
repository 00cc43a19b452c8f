import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CodeBlock } from './code-block.tsx';
import { type ExampleLanguage, verifyExamples } from './verify-examples.ts';

/** How a program knows that a call is ours, as code to take away. */
export function VerifySection() {
  const [language, setLanguage] = useState<ExampleLanguage>('node');
  const code = verifyExamples[language];
  return (
    <Section
      title={t('hooks.verifyTitle')}
      description={t('hooks.verifyText')}
      actions={
        <>
          <Segmented
            label={t('hooks.verifyLanguage')}
            value={language}
            onChange={setLanguage}
            options={[
              { value: 'node', label: <span translate="no">Node.js</span> },
              { value: 'python', label: <span translate="no">Python</span> },
            ]}
          />
          <CopyButton withText value={code} label={t('hooks.copyCode')} />
        </>
      }
    >
      <CodeBlock code={code} />
      <p className="max-w-150 text-sm text-muted">{t('hooks.verifyIdText')}</p>
    </Section>
  );
}
