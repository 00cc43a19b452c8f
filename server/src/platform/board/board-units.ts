import type { Board, Column, Group } from '@boardwire/contract/board-model';
import { createMemories, openMemory, type MemorySpec } from '../cache/memories.ts';
import type { Transaction } from '../database/database.ts';
import { createBoardRows, type Collection } from './board-rows.ts';
import { createUnit, type BoardTables, type BoardUnit, type Counters } from './board-unit.ts';
import { createStatements, type RowStatements, type RowTable } from './row-table.ts';

/** Opens boards in transactions, and remembers what it can of them from one transaction to the next. */
export interface BoardUnits {
  /** Opens the board, whose lock `tx` holds, with these items; null when there is none. All is sent at once. */
  open(tx: Transaction, boardId: string, itemIds: readonly string[]): Promise<BoardUnit | null>;
  /** The transaction of the unit was committed. */
  onCommitted(unit: BoardUnit): void;
}

interface BoardRow extends Board, Counters {}

const BOARD_TABLE: RowTable = {
  table: 'boards',
  columns: {
    id: ['id', 'uuid'],
    workspaceId: ['workspace_id', 'uuid'],
    name: ['name', 'text'],
    description: ['description', 'text'],
    prefix: ['prefix', 'text'],
    visibility: ['visibility', 'text'],
    createdBy: ['created_by', 'uuid'],
    createdAt: ['created_at', 'timestamptz'],
    archivedAt: ['archived_at', 'timestamptz'],
    deletedAt: ['deleted_at', 'timestamptz'],
  },
};
const SELECT_BOARD = `select t.organization_id as "organizationId", ${createStatements(BOARD_TABLE).list},
  t.seq, t.epoch, t.next_item_number as "nextItemNumber" from boards as t where t.id = $1`;

/** What every unit has loaded, as of a sequence: while nobody else has written, it needs no reading. */
interface Structure {
  seq: number;
  epoch: number;
  columns: Column[];
  groups: Group[];
}

/** Boards whose columns and groups are remembered: some ten kB each. */
const MAX_STRUCTURES = 1_000;

const STRUCTURES: MemorySpec = {
  name: 'boards.structures',
  owner: 'boards',
  summary: 'Columns and groups of a board, for its next edit',
  endedBy: 'an edit of the board by another process',
};

/** Makes units for one set of tables. */
export function createBoardUnits(tables: BoardTables, memories = createMemories()): BoardUnits {
  const statements = Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, createStatements(table)]),
  ) as Record<Collection, RowStatements>;
  const { entries: structures, memory } = openMemory<Structure>(
    memories,
    STRUCTURES,
    MAX_STRUCTURES,
  );
  const readStructure = async (tx: Transaction, boardId: string) => {
    const [columns, groups] = await Promise.all([
      tx.query<Column>(statements.columns.selectAll, [boardId]),
      tx.query<Group>(statements.groups.selectAll, [boardId]),
    ]);
    return { columns, groups };
  };
  return {
    async open(tx, boardId, itemIds) {
      const known = structures.get(boardId);
      const [[row], read, items] = await Promise.all([
        tx.query<BoardRow>(SELECT_BOARD, [boardId]),
        known ?? readStructure(tx, boardId),
        itemIds.length > 0 ? tx.query(statements.items.select, [boardId, itemIds]) : [],
      ]);
      if (row === undefined) return null;
      const { seq, epoch, nextItemNumber, ...board } = row;
      const isCurrent = known === undefined || (known.seq === seq && known.epoch === epoch);
      memory.read(known !== undefined && isCurrent);
      // Another process has written since.
      const structure = isCurrent ? read : await readStructure(tx, boardId);
      const source = { tx, statements, organizationId: board.organizationId, boardId };
      const rows = createBoardRows(source, board, structure);
      rows.take('items', itemIds, items as { id: string }[]);
      return createUnit(rows, { seq, epoch, nextItemNumber });
    },
    onCommitted({ boardId, seq, epoch, state }) {
      const columns = [...state.columns.values()];
      structures.set(boardId, { seq, epoch, columns, groups: [...state.groups.values()] });
    },
  };
}
