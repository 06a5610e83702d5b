'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, Minus, Plus, RotateCw, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Button } from '@/app/_ui/button';
import { useKeys } from '@/app/_ui/keys/use-keys';
import { Skeleton } from '@/app/_ui/skeleton';
import { ErrorState } from '@/app/_ui/states';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';

type Paper = ApplicationDetail['documents'][number];
type Props = { paper: Paper; tenant: string; onClose: () => void };

const zooms = [1, 1.5, 2, 3, 4] as const;

/** Bytes come once per look, because each look is written down; zooming and turning is done here. */
function useBytes(paper: Paper, tenant: string) {
  const address = `/api/documents/${paper.documentId}?tenant=${tenant}&surface=desk`;
  const file = useQuery({
    queryKey: ['document-bytes', paper.documentId],
    queryFn: async () => {
      const answer = await fetch(address, { headers: { 'x-tenant': tenant, 'x-surface': 'desk' }, cache: 'no-store' });
      if (!answer.ok) throw new Error(`document ${answer.status}`);
      return answer.blob();
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file.data) return;
    const made = URL.createObjectURL(new Blob([file.data], { type: paper.contentType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file.data, paper.contentType]);
  return { url, address, isBroken: file.isError };
}

export function DocumentViewer({ paper, tenant, onClose }: Props) {
  const t = useTranslations('operations.review');
  const { url, address, isBroken } = useBytes(paper, tenant);
  const [zoom, setZoom] = useState(0);
  const [turns, setTurns] = useState(0);
  const isImage = paper.contentType.startsWith('image/');
  const closer = () => setZoom((now) => Math.min(zooms.length - 1, now + 1));
  const wider = () => setZoom((now) => Math.max(0, now - 1));
  const turn = () => setTurns((now) => now + 1);
  useKeys(
    'drawer',
    [
      { keys: '=', label: t('zoomIn'), run: closer },
      { keys: '-', label: t('zoomOut'), run: wider },
      { keys: 't', label: t('rotate'), run: turn },
      { keys: 'escape', label: t('closeDocument'), run: onClose },
    ],
    isImage,
  );
  const name = inWords(paper.kind);
  return (
    <figure className="border-t">
      <figcaption className="flex items-center gap-1 border-b px-3 py-1">
        <span className="min-w-0 flex-1 truncate px-1 font-medium">{paper.fileName}</span>
        {isImage ? (
          <>
            <Tool label={t('zoomOut')} onClick={wider} disabled={zoom === 0} icon={<Minus size={16} aria-hidden />} />
            <span className="w-12 text-center text-muted-foreground text-xs">{(zooms[zoom] ?? 1) * 100} %</span>
            <Tool
              label={t('zoomIn')}
              onClick={closer}
              disabled={zoom === zooms.length - 1}
              icon={<Plus size={16} aria-hidden />}
            />
            <Tool label={t('rotate')} onClick={turn} icon={<RotateCw size={16} aria-hidden />} />
          </>
        ) : null}
        <Button asChild variant="ghost" size="icon-sm">
          <a href={address} download={paper.fileName} aria-label={t('download')}>
            <Download size={16} aria-hidden />
          </a>
        </Button>
        <Tool label={t('closeDocument')} onClick={onClose} icon={<X size={16} aria-hidden />} />
      </figcaption>
      {isBroken ? (
        <ErrorState title={t('documentBroken')}>{t('documentBrokenBody')}</ErrorState>
      ) : !url ? (
        <Skeleton className="m-4 h-72 rounded-md" />
      ) : isImage ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when enlarged, and keys must reach that
        <section aria-label={name} tabIndex={0} className="max-h-[640px] overflow-auto bg-muted outline-offset-[-2px]">
          {/* biome-ignore lint/performance/noImgElement: private bytes from memory, nothing for an optimiser */}
          <img
            src={url}
            alt={name}
            className="mx-auto block origin-center transition-transform"
            style={{ width: `${(zooms[zoom] ?? 1) * 100}%`, maxWidth: 'none', rotate: `${turns * 90}deg` }}
          />
        </section>
      ) : (
        <iframe src={`${url}#navpanes=0&view=FitH`} title={name} className="h-[640px] w-full bg-muted" />
      )}
    </figure>
  );
}

type ToolProps = { label: string; icon: ReactNode; onClick: () => void; disabled?: boolean };

function Tool({ label, icon, onClick, disabled = false }: ToolProps) {
  return (
    <Button variant="ghost" size="icon-sm" aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      {icon}
    </Button>
  );
}
