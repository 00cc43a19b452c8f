import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { PasswordField, SelectField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Input } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast-store.ts';

/** Members offered at once; larger organizations search. */
const CANDIDATES_SHOWN = 100;

interface Values {
  memberId: string;
  currentPassword: string;
}

export function TransferDialog({ onClose }: { onClose: () => void }) {
  const { name } = useOrganization();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('settings.transferConfirm', { organization: name })}
      description={t('settings.transferText')}
    >
      <TransferForm onClose={onClose} />
    </Dialog>
  );
}

function useCandidates(search: string) {
  const { id: organizationId } = useOrganization();
  const { id: ownId } = useAccount();
  const input = { organizationId, limit: CANDIDATES_SHOWN, ...(search ? { search } : {}) };
  const { data } = useRead('members.list', input);
  const candidates = data?.items.filter(
    ({ userId, state }) => userId !== ownId && state === 'active',
  );
  return { candidates, isCut: (data?.nextCursor ?? null) !== null };
}

function TransferForm({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const [search, setSearch] = useState('');
  const { candidates, isCut } = useCandidates(useDebounced(search.trim()));
  const form = useServerForm<Values, { done: true }>({
    defaultValues: { memberId: '', currentPassword: '' },
    send: (values) => call('organizations.transferOwnership', { organizationId, ...values }),
    onDone: async (_answer, { memberId }) => {
      const name = candidates?.find(({ id }) => id === memberId)?.name ?? '';
      await refreshReads('organizations.list', 'members.list');
      onClose();
      showToast({ title: t('settings.transferred', { name }) });
    },
  });
  const isAlone = candidates?.length === 0 && search === '';
  return (
    <Form form={form} label={t('settings.transfer')}>
      <FormError />
      {isAlone && <p className="text-base text-muted">{t('settings.transferNobody')}</p>}
      {(isCut || search !== '') && (
        <Input
          type="search"
          aria-label={t('members.search')}
          placeholder={t('members.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <SelectField name="memberId" label={t('settings.transferMember')} disabled={isAlone}>
        <option value="">{t('settings.transferPick')}</option>
        {candidates?.map(({ id, name, email }) => (
          <option key={id} value={id}>
            {`${name} (${email})`}
          </option>
        ))}
      </SelectField>
      <PasswordField
        name="currentPassword"
        label={t('form.currentPassword')}
        autoComplete="current-password"
      />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton variant="danger" disabled={isAlone}>
          {t('settings.transfer')}
        </SubmitButton>
      </DialogFooter>
    </Form>
  );
}
