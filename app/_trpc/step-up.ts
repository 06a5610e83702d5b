import type { TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { AppRouter } from '@/server/transports/trpc/root';
import { refusalOf } from './refusal';

/** Asks the person to prove again who sits here; true when proven. */
type Ask = () => Promise<boolean>;

/** Between the calls, which meet the refusal, and the dialog, which can lift it. */
export type StepUpGate = { readonly ask: Ask; readonly answerWith: (ask: Ask | null) => void };

export function makeStepUpGate(): StepUpGate {
  let dialog: Ask | null = null;
  let asking: Promise<boolean> | null = null;
  return {
    answerWith: (ask) => {
      dialog = ask;
    },
    ask: () => {
      // Two dangerous calls at once are one question.
      asking ??= (dialog ? dialog() : Promise.resolve(false)).finally(() => {
        asking = null;
      });
      return asking;
    },
  };
}

/** A dangerous verb that wants fresh proof is sent once more when the person gave it: no form needs to know. */
export function stepUpLink(gate: StepUpGate): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let inner: Unsubscribable | undefined;
        const send = (isRetry: boolean) => {
          inner = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (isRetry || refusalOf(error)?.reason !== 'prove_it_is_you') return observer.error(error);
              void gate.ask().then((isProven) => (isProven ? send(true) : observer.error(error)));
            },
          });
        };
        send(false);
        return () => inner?.unsubscribe();
      });
}
