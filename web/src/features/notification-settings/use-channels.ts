import { useRead } from '../../lib/query.ts';
import type { GridChannel } from './preference-types.ts';

const USUAL = ['inApp', 'email', 'push'] as const;

/** The ways that can reach one: text messages where a telephone is known. */
export function useReachableChannels(): readonly GridChannel[] {
  const { data } = useRead('devices.list', {});
  const hasPhone = data?.some(({ kind, isVerified }) => kind === 'phone' && isVerified) === true;
  return hasPhone ? [...USUAL, 'sms'] : USUAL;
}
