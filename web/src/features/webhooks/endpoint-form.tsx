import type { Output } from '@boardwire/sdk/operations';
import { useActiveBoards } from '../../app/board-lists.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { CheckboxField, SelectField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { type Outcome, useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogFooter } from '../../ui/dialog.tsx';
import { EventTypesField } from './event-types-field.tsx';
import type { Endpoint, EventType } from './webhook-types.ts';

const ALL_BOARDS = 'all';

interface Values {
  name: string;
  url: string;
  hears: 'all' | 'some';
  eventTypes: EventType[];
  /** `all`, or the id of one. */
  boardId: string;
  isOrdered: boolean;
}

/** What the server takes of the form. */
export interface EndpointInput {
  name: string;
  url: string;
  eventTypes: EventType[];
  boardId: string | null;
  isOrdered: boolean;
}

interface EndpointFormProps<Data> {
  label: string;
  action: string;
  /** Absent for a new one. */
  endpoint?: Endpoint;
  /** What is to be known before it is sent. */
  note?: string | undefined;
  send: (input: EndpointInput) => Promise<Outcome<Data>>;
  onDone: (data: Data) => void | Promise<void>;
  onClose: () => void;
}

/** Asks for everything that people decide about an endpoint; refusals stand at their fields. */
export function EndpointForm<Data = Output<'webhooks.update'>>(props: EndpointFormProps<Data>) {
  const { label, action, endpoint, note, send, onDone, onClose } = props;
  const form = useServerForm<Values, Data>({
    defaultValues: toValues(endpoint),
    send: (values) => send(toInput(values)),
    onDone,
  });
  return (
    <Form form={form} label={label}>
      <FormError />
      <TextField name="name" label={t('hooks.name')} hint={t('hooks.nameHint')} maxLength={120} />
      <TextField
        name="url"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        label={t('hooks.url')}
        hint={t('hooks.urlHint')}
        placeholder="https://"
      />
      <EventTypesField />
      <BoardField boardId={endpoint?.boardId ?? null} />
      <CheckboxField name="isOrdered" label={t('hooks.ordered')} hint={t('hooks.orderedHint')} />
      {note !== undefined && (
        <p className="rounded bg-warning-soft px-3 py-2 text-sm text-ink">{note}</p>
      )}
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{action}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}

function toValues(endpoint: Endpoint | undefined): Values {
  const eventTypes = (endpoint?.eventTypes ?? []) as EventType[];
  return {
    name: endpoint?.name ?? '',
    url: endpoint?.url ?? '',
    hears: eventTypes.length === 0 ? 'all' : 'some',
    eventTypes,
    boardId: endpoint?.boardId ?? ALL_BOARDS,
    isOrdered: endpoint?.isOrdered ?? false,
  };
}

function toInput({ hears, boardId, url, ...values }: Values): EndpointInput {
  return {
    ...values,
    url: url.trim(),
    eventTypes: hears === 'all' ? [] : values.eventTypes,
    boardId: boardId === ALL_BOARDS ? null : boardId,
  };
}

/** All boards, or one of those that one may see; the one that it has stays in the list. */
function BoardField({ boardId }: { boardId: string | null }) {
  const { id: organizationId } = useOrganization();
  const { boards = [] } = useActiveBoards(organizationId);
  const isKnown = boardId === null || boards.some(({ id }) => id === boardId);
  return (
    <SelectField name="boardId" label={t('hooks.board')} hint={t('hooks.boardHint')}>
      <option value={ALL_BOARDS}>{t('hooks.allBoards')}</option>
      {!isKnown && <option value={boardId}>{t('hooks.boardUnseen')}</option>}
      {boards.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
