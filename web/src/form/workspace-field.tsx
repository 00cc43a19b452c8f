import type { Output } from '@boardwire/sdk/operations';
import { useMay } from '../app/use-organization.ts';
import { t } from '../i18n/t.tsx';
import { call } from '../lib/call.ts';
import { refreshReads } from '../lib/write.ts';
import { SelectField, TextField } from './fields.tsx';

type Workspace = Output<'workspaces.list'>[number];

/** Where a new board goes: a workspace that is there, or the name of the first one. */
export interface WorkspaceChoice {
  workspaceId: string;
  workspace: string;
}

/** The id of the chosen workspace; makes the first one under its name. */
export async function takeWorkspace(
  organizationId: string,
  { workspaceId, workspace }: WorkspaceChoice,
) {
  if (workspaceId !== '') return { ok: true, data: { id: workspaceId } } as const;
  const made = await call('workspaces.create', { organizationId, name: workspace });
  if (made.ok) await refreshReads('workspaces.list');
  return made;
}

/** Asks for the workspace, or for the name of the first one. */
export function WorkspaceField({ workspaces }: { workspaces: readonly Workspace[] }) {
  const mayManage = useMay('workspaces:manage');
  if (workspaces.length > 0) {
    return (
      <SelectField name="workspaceId" label={t('boards.workspace')}>
        {workspaces.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    );
  }
  if (!mayManage) return <p className="text-sm text-muted">{t('workspaces.needed')}</p>;
  return (
    <TextField
      name="workspace"
      label={t('workspaces.name')}
      placeholder={t('workspaces.placeholder')}
      autoComplete="off"
    />
  );
}
