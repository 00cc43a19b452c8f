import { COLOR_NAMES, colorStyle, markStyle } from '../ui/option-color.ts';
import { Sample } from './sample.tsx';

/** The colours of options and groups: fill with its ink, and the mark. */
export function ColorSamples() {
  return (
    <Sample title="Colours of options and groups">
      {COLOR_NAMES.map((color) => (
        <div key={color} className="flex w-24 flex-col gap-1.5">
          <span
            className="grid h-8 place-items-center text-sm font-medium capitalize"
            style={colorStyle(color)}
          >
            {color}
          </span>
          <span className="h-1.5 rounded-full" style={markStyle(color)} />
        </div>
      ))}
    </Sample>
  );
}
