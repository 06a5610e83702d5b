'use client';

import { FileText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Section } from '@/app/_domain/section';
import { Badge } from '@/app/_ui/badge';
import { cn } from '@/app/_ui/cn';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';
import { DocumentViewer } from './document-viewer';

type Paper = ApplicationDetail['documents'][number];

/** The papers of this submission, those they took the place of, and the chosen one large. Each look is written down. */
export function Documents({ row, tenant }: { row: ApplicationDetail; tenant: string }) {
  const t = useTranslations('operations.review');
  const all = [...row.documents, ...row.earlierDocuments];
  const [chosen, setChosen] = useState<string | null>(null);
  const paper = all.find((one) => one.documentId === chosen);
  return (
    <Section title={t('documents')} note={t('documentsNote', { count: row.documents.length })}>
      {all.length === 0 ? (
        <EmptyState title={t('noDocuments')}>{t('noDocumentsBody')}</EmptyState>
      ) : (
        <ul className="grid gap-px bg-border sm:grid-cols-2">
          {all.map((one) => (
            <li key={one.documentId} className="bg-card">
              <PaperButton
                paper={one}
                isEarlier={row.earlierDocuments.includes(one)}
                isChosen={one.documentId === chosen}
                onChoose={() => setChosen(one.documentId)}
              />
            </li>
          ))}
        </ul>
      )}
      {paper ? (
        <DocumentViewer key={paper.documentId} paper={paper} tenant={tenant} onClose={() => setChosen(null)} />
      ) : all.length > 0 ? (
        <p className="border-t px-4 py-3 text-muted-foreground text-xs">{t('chooseDocument')}</p>
      ) : null}
    </Section>
  );
}

type ButtonProps = { paper: Paper; isEarlier: boolean; isChosen: boolean; onChoose: () => void };

function PaperButton({ paper, isEarlier, isChosen, onChoose }: ButtonProps) {
  const t = useTranslations('operations.review');
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cn(
        'flex w-full items-start gap-3 px-4 py-2 text-start outline-offset-[-2px] hover:bg-accent',
        isChosen && 'bg-primary-muted shadow-[inset_2px_0_0_var(--primary)]',
      )}
    >
      <FileText size={16} className="mt-0.5 shrink-0 text-muted-foreground" aria-hidden />
      <span className="min-w-0 flex-1">
        <span className={cn('block break-words font-medium', isEarlier && 'text-muted-foreground line-through')}>
          {inWords(paper.kind)} {paper.side ? t(paper.side) : ''} {paper.country ?? ''}
        </span>
        <span className="block break-words text-muted-foreground text-xs">
          {paper.fileName} · <RelativeTime at={paper.attachedAt} zone="entity" />
          {paper.expiresOn ? ` · ${t('expires', { on: paper.expiresOn })}` : ''}
        </span>
      </span>
      {paper.isNew ? <Badge tone="info">{t('new')}</Badge> : null}
      {isEarlier ? <Badge>{t('earlier')}</Badge> : null}
    </button>
  );
}
