import type { Output } from '@boardwire/sdk/operations';

/** A template with its texts in use. */
export type Template = Output<'notificationTemplates.list'>[number];
/** A template with everything that was ever saved. */
export type TemplateHistory = Output<'notificationTemplates.get'>;
export type TemplateText = Template['texts'][number];
export type TemplateChannel = TemplateText['channel'];
export type Preview = Output<'notificationTemplates.preview'>;

/** Which text of a template is written. */
export interface TextPlace {
  organizationId: string;
  key: string;
  locale: string;
  channel: TemplateChannel;
}

/** What is being written. */
export interface TextDraft {
  subject: string;
  source: string;
  /** Example values as JSON, as they are typed. */
  sample: string;
}

/** What is wrong with what was written, and where. */
export interface TextProblem {
  field: keyof TextDraft | null;
  message: string;
  /** Where in the text; both count from 1. */
  at: { line: number; column: number } | null;
}
