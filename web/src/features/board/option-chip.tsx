import { colorStyle, type ColorName } from './color.ts';

/** An option in its colour; the name carries the meaning (web W40). */
export function OptionChip({ name, color }: { name: string; color: ColorName }) {
  return (
    <span
      className="inline-flex h-6 max-w-full items-center rounded-inner px-2 text-xs font-medium"
      style={colorStyle(color)}
    >
      <span className="truncate">{name}</span>
    </span>
  );
}
