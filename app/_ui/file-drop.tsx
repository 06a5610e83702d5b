'use client';

import { FileText, Upload, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useId, useRef, useState } from 'react';
import { cn } from './cn';
import { type FileRefusal, type FileRules, formatBytes, splitFiles, typeNames } from './file-rules';

type FileDropProps = FileRules &
  Pick<ComponentProps<'input'>, 'id' | 'name' | 'disabled' | 'capture' | 'aria-describedby' | 'aria-invalid'> & {
    value: readonly File[];
    onChange: (files: File[]) => void;
    /** 0 to 1 while the first file is on its way. */
    progress?: number;
    className?: string;
  };

/** Drop, choose, or take a photo on a phone. Says the limits before, and by name what it did not take. */
export function FileDrop({
  types,
  maxBytes,
  maxFiles = 1,
  value,
  onChange,
  progress,
  className,
  ...input
}: FileDropProps) {
  const t = useTranslations('common.file');
  const fallbackId = useId();
  const ref = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<FileRefusal[]>([]);
  const id = input.id ?? fallbackId;
  const limits = t('limits', { types: typeNames(types), size: formatBytes(maxBytes) });
  const take = (list: FileList | null) => {
    const result = splitFiles(Array.from(list ?? []), { types, maxBytes, maxFiles });
    setRefused(result.refused);
    if (result.accepted.length > 0) onChange([...value, ...result.accepted].slice(-maxFiles));
    if (ref.current) ref.current.value = '';
  };
  return (
    <div className={className}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the input inside is the control */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
        className={cn(
          'relative flex min-h-20 flex-col items-center justify-center gap-1 rounded-(--control-radius) border border-input border-dashed bg-card p-4 text-center transition-colors hover:bg-accent has-focus-visible:outline-2 has-focus-visible:outline-ring has-[[aria-invalid=true]]:border-destructive',
          over && 'border-primary bg-selected',
        )}
      >
        <input
          {...input}
          ref={ref}
          id={id}
          type="file"
          accept={types.join(',')}
          multiple={maxFiles > 1}
          onChange={(event) => take(event.target.files)}
          className="absolute inset-0 cursor-pointer opacity-0"
        />
        <span className="flex items-center gap-2 font-medium">
          <Upload size={16} className="text-muted-foreground" aria-hidden />
          <span className="max-sm:hidden">
            {t('drop')} <span className="text-primary">{t('choose')}</span>
          </span>
          <span className="sm:hidden">{t('take')}</span>
        </span>
        <span className="text-muted-foreground text-xs">{limits}</span>
      </div>
      {refused.map((item) => (
        <p key={`${item.reason} ${item.name}`} role="alert" className="mt-1 text-destructive text-xs">
          {item.reason === 'tooMany'
            ? t('tooMany', { count: maxFiles })
            : item.reason === 'tooLarge'
              ? t('tooLarge', { name: item.name, size: formatBytes(maxBytes) })
              : t('wrongType', { name: item.name, types: typeNames(types) })}
        </p>
      ))}
      {value.map((file, index) => (
        <div
          key={`${file.name} ${file.lastModified}`}
          className="mt-2 flex min-h-9 items-center gap-2 rounded-md border bg-card ps-3 pe-1 touch:min-h-12"
        >
          <FileText size={16} className="text-muted-foreground" aria-hidden />
          <span className="min-w-0 flex-1 truncate">
            <bdi>{file.name}</bdi> <span className="text-subtle text-xs">{formatBytes(file.size)}</span>
          </span>
          {index === 0 && progress !== undefined ? (
            <span className="no-wrap-num text-muted-foreground text-xs" role="status">
              {progress < 1 ? `${t('sending')} ${Math.round(progress * 100)} %` : t('sent')}
            </span>
          ) : null}
          <button
            type="button"
            aria-label={t('remove', { name: file.name })}
            onClick={() => onChange(value.filter((other) => other !== file))}
            className="grid size-7 place-items-center rounded-sm text-muted-foreground hover:bg-accent hover:text-foreground touch:size-11"
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
