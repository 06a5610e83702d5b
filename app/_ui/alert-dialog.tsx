'use client';

import { useTranslations } from 'next-intl';
import { AlertDialog as Primitive } from 'radix-ui';
import { type ReactNode, useId, useState } from 'react';
import { Button } from './button';
import { overlayStyle } from './dialog';
import { useLayer } from './layer';
import { Textarea } from './textarea';

export type ConfirmProps = {
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** A question with the verb in it: "Reject 3 withdrawals?" */
  title: ReactNode;
  /** What will happen, in numbers. */
  consequence: ReactNode;
  confirmLabel: ReactNode;
  tone?: 'danger-solid' | 'primary';
  /** Asks for a reason: needed before the button works, or only offered. */
  reason?: 'required' | 'optional';
  /** Resolves to nothing when done, or to the sentence that says why it was refused: the dialog stays and shows it. */
  onConfirm: (reason: string) => Promise<string | undefined> | Promise<void>;
};

/** Dangerous actions say what will happen, ask why, and close only after the work is done. */
export function Confirm({
  trigger,
  open,
  onOpenChange,
  title,
  consequence,
  confirmLabel,
  tone = 'danger-solid',
  reason,
  onConfirm,
}: ConfirmProps) {
  const t = useTranslations('common');
  const container = useLayer();
  const id = useId();
  const [inner, setInner] = useState(false);
  const [why, setWhy] = useState('');
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string>();
  const shown = open ?? inner;
  const change = (next: boolean) => {
    if (pending) return;
    setInner(next);
    onOpenChange?.(next);
    if (!next) {
      setWhy('');
      setRefused(undefined);
    }
  };
  const confirm = async () => {
    setPending(true);
    const answer = await Promise.resolve(onConfirm(why.trim())).catch(() => t('state.errorBody'));
    setPending(false);
    setRefused(answer ?? undefined);
    if (answer) return;
    setInner(false);
    onOpenChange?.(false);
    setWhy('');
  };
  return (
    <Primitive.Root open={shown} onOpenChange={change}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal container={container}>
        <Primitive.Overlay className={overlayStyle} />
        <Primitive.Content className="fixed top-[max(16px,16dvh)] left-1/2 z-50 flex w-[calc(100vw-32px)] max-w-110 -translate-x-1/2 flex-col rounded-lg border border-border-strong bg-popover text-body shadow-lg outline-none data-[state=open]:animate-in">
          <div className="px-5 pt-4 pb-4">
            <Primitive.Title className="text-lg">{title}</Primitive.Title>
            <Primitive.Description asChild>
              <div className="mt-1 text-muted-foreground">{consequence}</div>
            </Primitive.Description>
            {reason ? (
              <div className="mt-3 flex flex-col gap-1">
                <label htmlFor={id} className="font-medium">
                  {t('form.reason')}{' '}
                  {reason === 'optional' ? <span className="font-normal text-subtle">{t('form.optional')}</span> : null}
                </label>
                <Textarea
                  id={id}
                  rows={2}
                  value={why}
                  onChange={(event) => setWhy(event.target.value)}
                  required={reason === 'required'}
                />
              </div>
            ) : null}
            {refused ? (
              <p role="alert" className="mt-3 text-destructive">
                {refused}
              </p>
            ) : null}
          </div>
          <footer className="flex justify-end gap-2 border-t px-5 py-3 max-sm:flex-col-reverse">
            <Primitive.Cancel asChild>
              <Button disabled={pending}>{t('action.cancel')}</Button>
            </Primitive.Cancel>
            <Button
              variant={tone}
              pending={pending}
              disabled={reason === 'required' && why.trim() === ''}
              onClick={() => void confirm()}
            >
              {confirmLabel}
            </Button>
          </footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
