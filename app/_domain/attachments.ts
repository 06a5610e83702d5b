import { attempt } from '@/app/_trpc/problem';
import type { FormProblem } from '@/app/_ui/form/form';
import type { Id } from '@/server/kernel/ids';
import { sendFile } from './send-file';

export const attachmentTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];
export const attachmentsMax = 5;

type Place = { tenant: string; surface: 'portal' | 'desk'; clientId: Id<'client'> };

/** First the files, one after the other, then the words that belong to them: nothing is said with half of its papers. */
export async function sendWithFiles(
  files: readonly File[],
  place: Place,
  send: (documentIds: Id<'document'>[]) => Promise<unknown>,
  kind = 'attachment',
): Promise<FormProblem | undefined> {
  const ids: Id<'document'>[] = [];
  for (const file of files) {
    const sent = await sendFile(file, { ...place, kind, side: null }, () => undefined);
    if ('problem' in sent) return sent.problem;
    ids.push(sent.id);
  }
  return attempt(() => send(ids));
}
