import { TooltipProvider } from '../ui/tooltip.tsx';
import { BoardSamples } from './board-samples.tsx';
import { ColorSamples } from './color-samples.tsx';
import { ControlSamples } from './control-samples.tsx';
import { DataSamples } from './data-samples.tsx';
import { OverlaySamples } from './overlay-samples.tsx';
import { StateSamples } from './state-samples.tsx';

const THEMES = ['light', 'dark'] as const;

/** Every component, light beside dark. Development only, hence not translated. */
export function GalleryPage() {
  return (
    <TooltipProvider>
      <div className="grid min-h-dvh xl:grid-cols-2">
        {THEMES.map((theme) => (
          <div
            key={theme}
            data-theme={theme}
            className="flex flex-col gap-10 bg-surface p-6 sm:p-10"
          >
            <h1 className="text-2xl font-semibold tracking-tight capitalize">{theme}</h1>
            <TypeSamples />
            <ColorSamples />
            <ControlSamples />
            <DataSamples />
            <OverlaySamples />
            <BoardSamples />
            <StateSamples />
          </div>
        ))}
      </div>
    </TooltipProvider>
  );
}

function TypeSamples() {
  return (
    <section className="flex flex-col gap-1">
      <p className="text-2xl font-semibold tracking-tight">28 Entry heading</p>
      <p className="text-xl font-semibold tracking-tight">20 Page heading</p>
      <p className="text-lg font-semibold">16 Dialog heading</p>
      <p className="text-base">14 Body text, the size of most things</p>
      <p className="text-sm text-muted">13 Secondary text, tables, controls</p>
      <p className="text-xs text-faint">12 Labels of groups and badges</p>
    </section>
  );
}
