'use client';

import { useTranslations } from 'next-intl';
import { toString as qrText } from 'qrcode';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { CopyId } from '@/app/_ui/copy-id';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormOtp } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Skeleton } from '@/app/_ui/skeleton';

export type Enrolment = { readonly secret: string; readonly uri: string };

const Code = z.object({ code: z.string().regex(/^\d{6}$/) });

/** Drawn in the browser: the secret goes into no address and no other server. */
function useQr(uri: string): string | null {
  const [image, setImage] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void qrText(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }).then((svg) => {
      if (isCurrent) setImage(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    });
    return () => {
      isCurrent = false;
    };
  }, [uri]);
  return image;
}

type Props = { enrolment: Enrolment; onDone: (recoveryCodes: string[]) => void; onClose: () => void };

export function TotpEnrolment({ enrolment, onDone, onClose }: Props) {
  const t = useTranslations('common.security');
  const api = useTRPCClient();
  const qr = useQr(enrolment.uri);
  const form = useZodForm(Code, { defaultValues: { code: '' } });
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={t('totpTitle')} description={t('totpLead')} size="sm">
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={({ code }) =>
            attempt(async () => onDone((await api.identity.totp.confirm.mutate({ code })).recoveryCodes))
          }
        >
          <DialogBody className="flex flex-col gap-4">
            <FormAlert />
            {qr ? (
              // biome-ignore lint/performance/noImgElement: a data URI has nothing to optimise
              <img src={qr} alt={t('qrAlt')} width={184} height={184} className="self-center rounded-md bg-white" />
            ) : (
              <Skeleton className="size-46 self-center" />
            )}
            <div className="text-center text-sm">
              <p className="text-muted-foreground">{t('manual')}</p>
              <CopyId value={enrolment.secret} className="mt-1 break-all">
                <span dir="ltr">{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</span>
              </CopyId>
            </div>
            <FormOtp control={form.control} name="code" label={t('totpCode')} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t('totpConfirm')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
