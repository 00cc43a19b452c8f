import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { uploadFile, type UploadTarget } from '../../lib/upload-file.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Card } from '../../ui/section.tsx';
import { findFileProblem } from './check-file.ts';

/** Choosing a file and sending it; nothing is imported by that. */
export function UploadCard({ target }: { target: UploadTarget }) {
  const navigate = useNavigate();
  const [file, setFile] = useState<File>();
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const upload = async (chosen: File) => {
    setPending(true);
    const outcome = await uploadFile(target, chosen);
    setPending(false);
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    await refreshReads('imports.list');
    await navigate({ to: '.', search: (before) => ({ ...before, import: outcome.data.id }) });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!file) return setError(t('imports.noFile'));
    const problem = findFileProblem(file);
    if (problem !== undefined) return setError(problem);
    setError(undefined);
    void upload(file);
  };
  return (
    <Card>
      <form noValidate onSubmit={submit} className="flex flex-col items-start gap-4">
        <Field
          label={t('imports.file')}
          hint={t('imports.fileHint')}
          error={error}
          className="w-full"
        >
          {(control) => (
            <Input
              {...control}
              type="file"
              accept=".json,.csv,.tsv,.txt,application/json,text/csv"
              className="py-1.5"
              onChange={(event) => {
                setFile(event.target.files?.[0]);
                setError(undefined);
              }}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" pending={isPending}>
          {t('imports.upload')}
        </Button>
      </form>
    </Card>
  );
}
