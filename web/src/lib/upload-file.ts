import type { Output } from '@boardwire/sdk/operations';
import { t } from '../i18n/t.tsx';
import { client } from './client.ts';
import type { Failure } from './failure.ts';

export type Uploaded = Output<'imports.upload'>;
type Outcome = { ok: true; data: Uploaded } | { ok: false; error: Failure };

interface Answer {
  data?: Uploaded;
  error?: Failure;
}

/** Where a file goes: it becomes a new board, or comes into one that is there. */
export type UploadTarget = { organizationId: string } | { boardId: string };

function pathOf(target: UploadTarget): string {
  return 'boardId' in target
    ? `/boards/${target.boardId}/imports`
    : `/organizations/${target.organizationId}/imports`;
}

/** Sends a file as it is; the client's own calls carry JSON alone. */
export async function uploadFile(target: UploadTarget, file: File): Promise<Outcome> {
  const query = new URLSearchParams({ fileName: file.name });
  try {
    const token = await client.credential();
    const response = await fetch(`/api/v1${pathOf(target)}?${query}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: file,
    });
    const answer = (await response.json()) as Answer;
    if (response.ok && answer.data) return { ok: true, data: answer.data };
    const unread: Failure = { code: 'BAD_RESPONSE', message: t('failure.internal') };
    return { ok: false, error: answer.error ?? unread };
  } catch {
    // Also a file that was moved or changed on the disk meanwhile ends here.
    return { ok: false, error: { code: 'NETWORK_ERROR', message: t('failure.network') } };
  }
}
