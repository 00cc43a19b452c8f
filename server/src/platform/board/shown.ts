/** Whether a row is neither archived nor in the trash, as SQL. */
export function writeIsInUse(alias: string): string {
  return `(${alias}.archived_at is null and ${alias}.deleted_at is null)`;
}

/** Whether a column is on its board's screens, neither deleted nor hidden, as SQL. */
export function writeIsColumnShown(alias: string): string {
  return `(${alias}.deleted_at is null and not ${alias}.is_hidden)`;
}

/** Whether an item is on its board for everybody to see, with its parent and its group, as SQL. */
export function writeIsShown(alias: string): string {
  return `${writeIsInUse(alias)}
    and not exists (select 1 from items p where p.id = ${alias}.parent_id and not ${writeIsInUse('p')})
    and not exists (select 1 from board_groups g where not ${writeIsInUse('g')} and g.id = coalesce(
      ${alias}.group_id, (select p.group_id from items p where p.id = ${alias}.parent_id)))`;
}
