import { colorStyle, markStyle, toColor } from '../../ui/option-color.ts';
import type { Template } from './begin.ts';

/** Groups and rows that a preview has room for. */
const GROUPS = 2;
const ROWS = 3;
const COLUMNS = 4;
/** Lengths of the bars that stand for titles, in percent; a picture, not data. */
const TITLES = [78, 52, 66, 44, 72, 58] as const;

interface TemplatePreviewProps {
  template: {
    groups: readonly Template['groups'][number][];
    columns: readonly PreviewColumn[];
  };
}

type PreviewColumn = Omit<Template['columns'][number], 'options'> & {
  options: readonly Template['columns'][number]['options'][number][];
};

/** What a board of the template looks like, drawn small. */
export function TemplatePreview({ template: { groups, columns } }: TemplatePreviewProps) {
  const shown = columns.slice(0, COLUMNS);
  return (
    <div
      aria-hidden="true"
      className="flex h-34 flex-col gap-2 overflow-hidden border-b border-line bg-canvas px-4 pt-4"
    >
      {groups.slice(0, GROUPS).map((group, at) => (
        <div key={group.name} className="flex flex-col gap-1">
          <span className="h-1.5 w-12 rounded-full" style={markStyle(toColor(group.color))} />
          {Array.from({ length: ROWS }, (_, row) => (
            <div key={row} className="flex h-3.5 items-stretch gap-px">
              <span className="flex flex-2 items-center rounded-l-inner bg-surface px-1.5">
                <span
                  className="h-1 rounded-full bg-control opacity-45"
                  style={{ width: `${TITLES[(at * ROWS + row) % TITLES.length]}%` }}
                />
              </span>
              {shown.map((column, index) => (
                <PreviewCell key={column.name} column={column} seed={at * ROWS + row + index} />
              ))}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

interface PreviewCellProps {
  column: PreviewColumn;
  seed: number;
}

function PreviewCell({ column: { options, type }, seed }: PreviewCellProps) {
  const option = options[seed % Math.max(options.length, 1)];
  if (option && type === 'status')
    return <span className="flex-1" style={colorStyle(toColor(option.color))} />;
  return (
    <span className="flex flex-1 items-center justify-center bg-surface">
      {option ? (
        <span className="h-1.5 w-3/5 rounded-full" style={markStyle(toColor(option.color))} />
      ) : (
        <span className="h-1 w-2/5 rounded-full bg-control opacity-30" />
      )}
    </span>
  );
}
