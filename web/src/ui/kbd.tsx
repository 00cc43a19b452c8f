import { describeKeys, formatKeys } from '../lib/shortcut-keys.ts';

/** A shortcut drawn as keys: `mod+k` as ⌘K or Ctrl K, `g m` as G then M. Not on touch screens. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span
      className="inline-flex items-center gap-1 pointer-coarse:hidden"
      aria-label={describeKeys(keys)}
      role="img"
    >
      {formatKeys(keys).map((key, index) => (
        <kbd
          key={index}
          aria-hidden="true"
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-inner border border-line bg-surface px-1 font-sans text-xs text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
