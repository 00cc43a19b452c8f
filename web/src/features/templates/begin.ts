import type { Output } from '@boardwire/sdk/operations';
import { refreshBoardLists, type ListedBoard } from '../../app/board-lists.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { takeWorkspace, type WorkspaceChoice } from '../../form/workspace-field.tsx';

export type Template = Output<'templates.list'>[number];

/** The first workspace of an organization, made when there is none. */
async function takeFirstWorkspace(organizationId: string) {
  const listed = await call('workspaces.list', { organizationId });
  if (!listed.ok) return listed;
  const workspaceId = listed.data[0]?.id ?? '';
  return takeWorkspace(organizationId, {
    workspaceId,
    workspace: t('templates.firstWorkspace'),
  });
}

/** Makes the sample board in the first workspace. */
export async function addSample(organizationId: string) {
  const place = await takeFirstWorkspace(organizationId);
  if (!place.ok) return place;
  const made = await call('templates.addSample', { workspaceId: place.data.id });
  if (made.ok) void refreshBoardLists();
  return made;
}

/** What a person says of a board that is made from a template. */
export interface TemplateChoice extends WorkspaceChoice {
  name: string;
  visibility: ListedBoard['visibility'];
  withItems: boolean;
}

/** Makes a board from a template. */
export async function addFromTemplate(
  organizationId: string,
  template: Template,
  { name, visibility, withItems, ...place }: TemplateChoice,
) {
  const workspace = await takeWorkspace(organizationId, place);
  if (!workspace.ok) return workspace;
  const made = await call('templates.use', {
    workspaceId: workspace.data.id,
    templateId: template.id,
    name,
    visibility,
    withItems,
  });
  if (made.ok) void refreshBoardLists();
  return made;
}
