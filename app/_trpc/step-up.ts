import type { TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { AppRouter } from '@/server/transports/trpc/root';

/** Where calls wait while the person proves who sits here. The frame's dialog is the host; without one nothing is asked. */
export class StepUpGate {
  private host: (() => Promise<boolean>) | null = null;
  private asking: Promise<boolean> | null = null;

  attach(host: () => Promise<boolean>): () => void {
    this.host = host;
    return () => {
      if (this.host === host) this.host = null;
    };
  }

  /** Resolves to true when it was proven. Several calls at once wait for one answer. */
  ask(): Promise<boolean> {
    if (!this.host) return Promise.resolve(false);
    this.asking ??= this.host().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }
}

/** A verb that wants fresh proof is sent again once it is given, with the same input: no button has to know about it. */
export function stepUpLink(gate: StepUpGate, isAskedFor: (error: unknown) => boolean): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        let current: Unsubscribable;
        const send = (mayAsk: boolean): Unsubscribable =>
          next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (!mayAsk || !isAskedFor(error)) {
                observer.error(error);
                return;
              }
              void gate.ask().then((isProven) => {
                if (isProven) current = send(false);
                else observer.error(error);
              });
            },
          });
        current = send(true);
        return () => current.unsubscribe();
      });
}
