import { NothingHere } from '../../app/not-found.tsx';
import { t } from '../../i18n/t.tsx';

interface BoardGoneProps {
  reason: 'notFound' | 'revoked' | 'deleted';
}

/**
 * What stands there when a board was taken away from an open page; nothing of it stays in sight (web W26). What waited for
 * it is told of where it is told on any page.
 */
export function BoardGone({ reason }: BoardGoneProps) {
  return <NothingHere title={t(`boardGone.${reason}`)} text={t(`boardGone.${reason}Text`)} />;
}
