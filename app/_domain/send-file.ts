import type { FormProblem } from '@/app/_ui/form/form';
import { type Id, isId } from '@/server/kernel/ids';

type Meta = {
  tenant: string;
  surface: 'portal' | 'desk';
  clientId: Id<'client'>;
  kind: string;
  side: 'front' | 'back' | null;
};
type Answer = {
  id?: string;
  refusal?: { reason: string; detail?: { params?: Record<string, string | number> } } | null;
  reference?: string | null;
};
export type Sent = { id: Id<'document'> } | { problem: FormProblem };

/** fetch tells nothing of what has been sent so far, and on a phone a photo takes its time. */
export function sendFile(
  file: File,
  { tenant, surface, clientId, kind, side }: Meta,
  onProgress: (part: number) => void,
): Promise<Sent> {
  const query = new URLSearchParams({ clientId, kind, fileName: file.name, ...(side ? { side } : {}) });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/documents?${query}`);
    request.setRequestHeader('x-tenant', tenant);
    request.setRequestHeader('x-surface', surface);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(sentOf(request.response as Answer | null)); // our own route
    request.onerror = () => resolve({ problem: { reason: 'unreachable' } });
    request.ontimeout = request.onerror;
    request.send(file);
  });
}

function sentOf(answer: Answer | null): Sent {
  if (answer?.id && isId('document', answer.id)) return { id: answer.id };
  const { refusal, reference } = answer ?? {};
  return {
    problem: {
      reason: refusal?.reason ?? 'internal',
      ...(refusal?.detail?.params ? { params: refusal.detail.params } : {}),
      ...(reference ? { reference } : {}),
    },
  };
}
