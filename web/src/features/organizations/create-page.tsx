import { useNavigate } from '@tanstack/react-router';
import type { OwnOrganization } from '../../app/navigation.ts';
import { t } from '../../i18n/t.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { Card } from '../../ui/section.tsx';
import { CreateOrganizationForm } from './create-form.tsx';

export function CreateOrganizationPage() {
  const navigate = useNavigate();
  const open = ({ id }: OwnOrganization) =>
    void navigate({ to: '/o/$organizationId', params: { organizationId: id } });
  return (
    <Page>
      <PageHeader title={t('create.title')} description={t('create.text')} />
      <Card className="max-w-130">
        <CreateOrganizationForm onDone={open} />
      </Card>
    </Page>
  );
}
