import type { ReactNode } from 'react';
import { NothingHere } from '../../app/not-found.tsx';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';

/** Shows its content to the owner of the instance; others read whose it is. */
export function OwnerOnly({ children }: { children: ReactNode }) {
  const { isInstanceOwner } = useAccount();
  if (isInstanceOwner) return children;
  return <NothingHere title={t('instance.ownerOnlyTitle')} text={t('instance.ownerOnlyText')} />;
}
