import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { uploadFile, type UploadTarget } from '../../lib/upload-file.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { type ControlProps, Field } from '../../ui/field.tsx';
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
            <FileBox
              control={control}
              file={file}
              onChange={(chosen) => {
                setFile(chosen);
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

interface FileBoxProps {
  control: ControlProps;
  file: File | undefined;
  onChange: (file: File | undefined) => void;
}

/** The browser's own control lies over it, unseen: it opens by click and key, and takes what is dropped. */
function FileBox({ control, file, onChange }: FileBoxProps) {
  return (
    <div className="relative flex min-h-28 flex-col items-center justify-center gap-2 rounded border border-dashed border-control p-4 text-center transition-colors hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-aria-invalid:border-danger-ink">
      <FileUp aria-hidden="true" className="size-5 text-muted" />
      <span aria-hidden="true" className="max-w-full text-base font-medium break-words text-ink">
        {file?.name ?? t('imports.chooseFile')}
      </span>
      {file && (
        <span aria-hidden="true" className="text-sm text-muted">
          {t('imports.chooseOther')}
        </span>
      )}
      <input
        {...control}
        type="file"
        accept=".json,.csv,.tsv,.txt,application/json,text/csv"
        className="absolute inset-0 size-full cursor-pointer opacity-0"
        onChange={({ target }) => onChange(target.files?.[0])}
      />
    </div>
  );
}
