/** What a machine wrote, as it is; what is long scrolls in itself. */
export function CodeText({ label, children }: { label: string; children: string }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium text-ink">{label}</h3>
      <pre
        role="group"
        aria-label={label}
        translate="no"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keys
        tabIndex={0}
        className="max-h-64 overflow-auto rounded bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap text-ink"
      >
        {children}
      </pre>
    </section>
  );
}
