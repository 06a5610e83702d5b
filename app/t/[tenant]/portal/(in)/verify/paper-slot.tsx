'use client';

import { Download, FileText, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { sendFile } from '@/app/_domain/send-file';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { buttonStyle } from '@/app/_ui/button';
import { FileDrop } from '@/app/_ui/file-drop';
import { Field } from '@/app/_ui/form/field';
import type { FormProblem } from '@/app/_ui/form/form';
import type { Id } from '@/server/kernel/ids';
import { documentBytesMax } from '@/server/modules/documents/contract';
import { usePlace } from '../portal-place';

const types = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf'];
export type Side = 'front' | 'back' | null;

type SlotProps = {
  applicationId: Id<'application'>;
  label: string;
  kind: string;
  side: Side;
  onSent: () => Promise<void>;
};

/** One file to send. It goes at once: the picture is checked where it is decided about, and a refusal is told here. */
export function PaperSlot({ applicationId, label, kind, side, onSent }: SlotProps) {
  const { tenant, clientId } = usePlace();
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const [sending, setSending] = useState<{ file: File; part: number } | null>(null);
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setProblem(null);
    setSending({ file, part: 0 });
    const sent = await sendFile(file, { tenant, surface: 'portal', clientId, kind, side }, (part) =>
      setSending({ file, part }),
    );
    const refused =
      'problem' in sent
        ? sent.problem
        : await attempt(async () => {
            await api.onboarding.applications.attachDocument.mutate({ id: applicationId, documentId: sent.id });
            await onSent();
          });
    setSending(null);
    setProblem(refused ?? null);
  };
  return (
    <Field label={label} error={problem ? refusal(problem.reason, problem.params) : undefined}>
      {(a11y) => (
        <FileDrop
          {...a11y}
          types={types}
          maxBytes={documentBytesMax}
          value={sending ? [sending.file] : []}
          onChange={(files) => void send(files[0])}
          disabled={sending !== null}
          {...(sending ? { progress: sending.part } : {})}
        />
      )}
    </Field>
  );
}

type RowProps = {
  id: Id<'document'>;
  title: string;
  note: string;
  name: string;
  onRemove: (() => Promise<FormProblem | undefined>) | null;
};

/** A paper that has arrived: one may look at it, and take it back as long as nobody has it. */
export function PaperRow({ id, title, note, name, onRemove }: RowProps) {
  const t = useTranslations('portal.verify.papers');
  const { tenant } = usePlace();
  const refusal = useRefusalText();
  const [problem, setProblem] = useState<string | null>(null);
  const look = buttonStyle({ variant: 'ghost', size: 'icon' });
  const remove = async () => {
    const refused = await onRemove?.();
    setProblem(refused ? refusal(refused.reason, refused.params) : null);
  };
  return (
    <div className="rounded-md border bg-card ps-3">
      <div className="flex min-h-14 items-center gap-2">
        <FileText size={18} className="shrink-0 text-muted-foreground" aria-hidden />
        <div className="min-w-0 flex-1 py-2">
          <p className="truncate font-medium">
            {title} <bdi className="font-normal text-muted-foreground text-sm">{name}</bdi>
          </p>
          <p className="text-muted-foreground text-sm">{note}</p>
        </div>
        <a
          href={`/api/documents/${id}?tenant=${tenant}&surface=portal`}
          download
          className={look}
          aria-label={t('look', { title })}
        >
          <Download size={18} aria-hidden />
        </a>
        {onRemove ? (
          <button type="button" className={look} aria-label={t('remove', { title })} onClick={() => void remove()}>
            <X size={18} aria-hidden />
          </button>
        ) : null}
      </div>
      {problem ? (
        <p role="alert" className="pb-2 text-destructive text-sm">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
