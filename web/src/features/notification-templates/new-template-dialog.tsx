import { useNavigate } from '@tanstack/react-router';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';

/** How programs name templates when they send them. */
const KEY = /^[a-z0-9][a-z0-9._-]{0,63}$/;

interface NewTemplateDialogProps {
  /** Those that are there. */
  keys: readonly string[];
  onClose: () => void;
}

/** Asks for the key by which programs send a new template; it is there once its first text is saved. */
export function NewTemplateDialog({ keys, onClose }: NewTemplateDialogProps) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  return (
    <NameDialog
      title={t('tpl.newTitle')}
      label={t('tpl.newName')}
      action={t('tpl.newAction')}
      placeholder="order-shipped"
      onClose={onClose}
      onSubmit={async (key) => {
        if (!KEY.test(key)) return t('tpl.keyRule');
        if (keys.includes(key)) return t('tpl.keyTaken');
        await navigate({
          to: '/o/$organizationId/notification-templates/$key',
          params: { organizationId, key },
        });
        return undefined;
      }}
    />
  );
}
