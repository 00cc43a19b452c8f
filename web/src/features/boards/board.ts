import type { Output } from '@boardwire/sdk/operations';

export type ListedBoard = Output<'boards.list'>['items'][number];
export type Workspace = Output<'workspaces.list'>[number];
