import type { Output } from '@boardwire/sdk/operations';

export type ImportInfo = Output<'imports.get'>;
export type Preview = Extract<Output<'imports.preview'>, { kind: 'readable' }>;
export type Mapping = NonNullable<Preview['mapping']>;
export type MappedColumn = Mapping['columns'][number];
export type Problem = Preview['problems'][number];
export type Report = NonNullable<ImportInfo['report']>;
