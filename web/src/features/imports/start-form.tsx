import type { Input as CallInput, Output } from '@boardwire/sdk/operations';
import { SelectField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads } from '../../lib/write.ts';
import { Card } from '../../ui/section.tsx';
import { CancelButton } from './cancel-button.tsx';
import type { ImportInfo, Mapping, Preview } from './import.ts';
import { type PeopleChoice, PLACEHOLDER } from './people-mapping.tsx';

interface StartFormProps {
  info: ImportInfo;
  preview: Preview;
  mapping: Mapping | undefined;
  people: PeopleChoice;
}

interface Values {
  name: string;
  workspaceId: string;
  visibility: 'organization' | 'private';
}

/** Everybody whom the file names is decided about, also where the suggestion stood. */
function decide({ people }: Preview, chosen: PeopleChoice): Record<string, string> {
  return Object.fromEntries(
    people.map(({ key, suggestedUserId }) => [key, chosen[key] ?? suggestedUserId ?? PLACEHOLDER]),
  );
}

/** Where the import goes, and the button that starts it. */
export function StartForm(props: StartFormProps) {
  const { organizationId } = props.info;
  const { data: workspaces } = useRead('workspaces.list', { organizationId });
  if (!workspaces) return null;
  return <StartFields {...props} workspaces={workspaces} />;
}

type StartFieldsProps = StartFormProps & { workspaces: Output<'workspaces.list'> };

async function findWorkspace({ info, workspaces }: StartFieldsProps, id: string) {
  const known = workspaces.find((workspace) => workspace.id === id);
  if (known) return { ok: true, data: known } as const;
  const { organizationId } = info;
  return call('workspaces.create', { organizationId, name: t('imports.title') });
}

async function start(props: StartFieldsProps, { name, workspaceId, visibility }: Values) {
  const { info, mapping, people, preview } = props;
  const input: Omit<CallInput<'imports.start'>, 'target'> = {
    importId: info.id,
    people: decide(preview, people),
    ...(mapping ? { mapping } : {}),
  };
  if (info.boardId !== null)
    return call('imports.start', { ...input, target: { boardId: info.boardId } });
  const workspace = await findWorkspace(props, workspaceId);
  if (!workspace.ok) return workspace;
  const target = { workspaceId: workspace.data.id, name, visibility };
  return call('imports.start', { ...input, target });
}

function StartFields(props: StartFieldsProps) {
  const { info, preview, workspaces } = props;
  const form = useServerForm<Values, Output<'imports.start'>>({
    defaultValues: {
      name: preview.boardName,
      workspaceId: workspaces[0]?.id ?? '',
      visibility: 'organization',
    },
    send: (values) => start(props, values),
    onDone: () => refreshReads('imports.get', 'imports.list', 'workspaces.list'),
  });
  return (
    <Card>
      <Form form={form} label={t('imports.start')}>
        <FormError />
        {info.boardId === null && (
          <>
            <TextField name="name" label={t('imports.boardName')} autoComplete="off" />
            {workspaces.length > 0 && (
              <SelectField name="workspaceId" label={t('boards.workspace')}>
                {workspaces.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
            )}
            <SelectField name="visibility" label={t('boards.visibility')}>
              <option value="organization">{t('boards.visibility.organization')}</option>
              <option value="private">{t('boards.visibility.private')}</option>
            </SelectField>
          </>
        )}
        <div className="flex flex-wrap gap-2">
          <SubmitButton>{t('imports.start')}</SubmitButton>
          <CancelButton info={info} />
        </div>
      </Form>
    </Card>
  );
}
