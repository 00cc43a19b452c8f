import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/templates';
import type { BoardTables } from '../../platform/board/board-unit.ts';
import { implement, type Operation, type OperationContext } from '../../platform/operation.ts';
import { notFound } from '../../platform/refusal.ts';
import { findLocale } from '../accounts/index.ts';
import { boards } from '../boards/index.ts';
import { sampleBoard } from './catalogue/sample-board.ts';
import { templates } from './catalogue/templates.ts';
import { makeContent } from './make-content.ts';
import { listSampleIds, markSample } from './store.ts';
import type { Template } from './template.ts';
import { speakTemplate } from './wording/languages.ts';

/** Making boards from templates. `tables` says how every feature keeps what it has of a board. */
export function createTemplateOperations(tables: BoardTables): readonly Operation[] {
  const list = implement(contract.list, {
    async handle(_input, context) {
      const locale = await localeOf(context);
      return templates.map((template) => describeTemplate(speakTemplate(template, locale)));
    },
  });

  const use = implement(contract.use, {
    async handle({ workspaceId, templateId, name, visibility, withItems }, context) {
      const found = templates.find(({ id }) => id === templateId);
      if (found === undefined) throw notFound('This template');
      const template = speakTemplate(found, await localeOf(context));
      const { description } = template;
      const looks = { name: name ?? template.name, description, visibility };
      return boards.addFilled(context, tables, { workspaceId, ...looks }, (board) =>
        makeContent(template, board, { withItems }),
      );
    },
  });

  const addSample = implement(contract.addSample, {
    async handle({ workspaceId }, context) {
      const sample = speakTemplate(sampleBoard, await localeOf(context));
      const { name, description } = sample;
      // A sample is somebody's to try things on: others find their own.
      const input = {
        workspaceId,
        name,
        description,
        visibility: 'private' as const,
      };
      const listed = await boards.addFilled(context, tables, input, (board) =>
        makeContent(sample, board, { withItems: true }),
      );
      await markSample(context.tx, { organizationId: listed.organizationId, boardId: listed.id });
      return listed;
    },
  });

  const listSamples = implement(contract.listSamples, {
    async handle({ organizationId }, context) {
      const ids = await listSampleIds(context.tx, organizationId);
      return boards.listOpen(context, organizationId, ids);
    },
  });

  return [list, use, addSample, listSamples];
}

/** The language of whoever asks; a key speaks for the person who made it. */
async function localeOf({ tx, actor }: OperationContext): Promise<string> {
  return 'userId' in actor ? findLocale(tx, actor.userId) : 'en';
}

function describeTemplate(template: Template): OutputOf<typeof contract.list>[number] {
  const { id, name, description, columns, groups, views, items } = template;
  const below = items.reduce((count, item) => count + (item.below?.length ?? 0), 0);
  return {
    id,
    name,
    description,
    groups: groups.map(([groupName, color]) => ({ name: groupName, color })),
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      options: (column.options ?? []).map(([option, color]) => ({ name: option, color })),
    })),
    views: views.map((view) => ({ name: view.name, kind: view.kind })),
    itemCount: items.length + below,
  };
}
