import type { Input, Output } from '@boardwire/sdk/operations';

type Answer = Output<'preferences.get'>;
type Choice = Answer['preferences'][number];
/** A choice to be made, or to be taken back with a null mode. */
export type WantedChoice = Input<'preferences.set'>['preferences'][number];

type Named = Pick<Choice, 'scope' | 'scopeId' | 'category' | 'channel'>;

function isSame(left: Named, right: Named): boolean {
  return (
    left.scope === right.scope &&
    left.scopeId === right.scopeId &&
    left.category === right.category &&
    left.channel === right.channel
  );
}

/** The choices as they will be, before the server has said so (web W7). */
export function applyChoices(answer: Answer, wanted: readonly WantedChoice[]): Answer {
  return wanted.reduce(applyOne, answer);
}

function applyOne({ grid, preferences }: Answer, wanted: WantedChoice): Answer {
  const { mode, ...named } = wanted;
  const others = preferences.filter((one) => !isSame(one, wanted));
  const known = preferences.find(({ scopeId }) => scopeId === wanted.scopeId);
  const place = { name: known?.name ?? null, boardId: known?.boardId ?? null };
  return {
    preferences: mode === null ? others : [...others, { ...named, ...place, mode }],
    grid: wanted.scope === 'all' ? grid.map((row) => changeRow(row, wanted)) : grid,
  };
}

function changeRow(row: Answer['grid'][number], { category, channel, mode }: WantedChoice) {
  if (row.isMandatory || row.category !== category) return row;
  const channels = row.channels.map((cell) =>
    cell.channel === channel ? { ...cell, mode: mode ?? cell.default } : cell,
  );
  return { ...row, channels };
}
