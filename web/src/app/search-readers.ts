import { readNext } from './guards.ts';

// Every key is answered, refused ones as undefined: the router keeps what a reader leaves out.
export const readToken = ({ token }: Record<string, unknown>): { token?: string | undefined } => ({
  token: typeof token === 'string' ? token : undefined,
});
export const readNew = (search: Record<string, unknown>): { new?: true | undefined } => ({
  new: search['new'] === true ? true : undefined,
});
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** The item in the side panel, and the comment that a link leads to. */
export const readItem = ({
  item,
  comment,
}: Record<string, unknown>): { item?: string | undefined; comment?: string | undefined } => ({
  item: typeof item === 'string' && UUID.test(item) ? item : undefined,
  comment: typeof comment === 'string' && UUID.test(comment) ? comment : undefined,
});
/** Whether a new board is asked for, and in which workspace. */
export const readNewBoard = (
  search: Record<string, unknown>,
): { new?: true | undefined; workspace?: string | undefined } => {
  const { workspace } = search;
  const isId = typeof workspace === 'string' && UUID.test(workspace);
  return { ...readNew(search), workspace: isId ? workspace : undefined };
};
/** Which import is at hand, and the board that a new one goes into. */
export const readImport = (
  search: Record<string, unknown>,
): { import?: string | undefined; board?: string | undefined } => {
  const read = (value: unknown) =>
    typeof value === 'string' && UUID.test(value) ? value : undefined;
  return { import: read(search['import']), board: read(search['board']) };
};
export const readSearch = ({ next }: Record<string, unknown>): { next?: string | undefined } => ({
  next: readNext(next),
});
