import { FileUp } from 'lucide-react';
import { DoorFace, TemplatePreview } from '../features/templates/index.ts';
import { Sample } from './sample.tsx';

const template = {
  id: 'sample',
  name: 'Sample',
  description: '',
  groups: [
    { name: 'This week', color: 'blue' },
    { name: 'Later', color: 'purple' },
  ],
  columns: [
    {
      name: 'Status',
      type: 'status',
      options: [
        { name: 'To do', color: 'gray' },
        { name: 'Done', color: 'green' },
      ],
    },
    { name: 'Due', type: 'date', options: [] },
  ],
  views: [],
  itemCount: 0,
} as const;

/** What home and templates are made of. */
export function BoardSamples() {
  return (
    <Sample title="Boards">
      <div className="flex w-72 gap-3 rounded border border-line bg-surface p-4 shadow-button">
        <DoorFace icon={FileUp} title="Import" text="One of three equal ways to begin." />
      </div>
      <div className="w-72 overflow-hidden rounded border border-line bg-surface">
        <TemplatePreview template={template} />
      </div>
    </Sample>
  );
}
