import { Paperclip } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/app/_ui/cn';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { MessageView } from '@/server/modules/support/conversation-contract';

type Props = {
  messages: readonly MessageView[];
  /** Whose words stand at the end of the line: the reader's own. */
  own: 'client' | 'staff';
  fileHref: (id: string) => string;
  words: { label: string; erased: string; note?: string; read: string; mine?: string };
};

/** A thread as both sides read it: own words at the end of the line, notes of colleagues apart from what was said. */
export function MessageThread({ messages, own, fileHref, words }: Props): ReactNode {
  return (
    <ol className="flex flex-col gap-4" aria-label={words.label}>
      {messages.map((message) => {
        const isOwn = message.side === own;
        const isNote = message.side === 'note';
        return (
          <li key={message.id} className={cn('flex max-w-[85%] flex-col gap-1', isOwn && 'items-end self-end')}>
            <p className="text-muted-foreground text-xs">
              {isNote && words.note ? <b className="text-warning">{words.note} </b> : null}
              <bdi>{isOwn && words.mine ? words.mine : message.author}</bdi>{' '}
              <RelativeTime at={message.at} zone="entity" />
            </p>
            <div
              className={cn(
                'min-w-0 rounded-lg border px-3 py-2',
                isOwn && 'border-transparent bg-selected',
                isNote && 'border-warning-border bg-warning-muted',
              )}
            >
              <p dir="auto" className="whitespace-pre-wrap break-words">
                {message.text ?? words.erased}
              </p>
              {message.attachments.map((file) => (
                <a
                  key={file.id}
                  href={fileHref(file.id)}
                  download
                  className="mt-1 flex min-h-8 items-center gap-1.5 text-primary text-sm hover:underline touch:min-h-11"
                >
                  <Paperclip size={14} className="shrink-0" aria-hidden />
                  <bdi className="truncate">{file.fileName}</bdi>
                </a>
              ))}
            </div>
            {message.side === 'staff' && isOwn && message.isRead ? (
              <p className="text-subtle text-xs">{words.read}</p>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
