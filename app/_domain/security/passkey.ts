import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import type { useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import type { FormProblem } from '@/app/_ui/form/form';
import type { Surface } from '@/server/kernel/context';

type Api = ReturnType<typeof useTRPCClient>;

const here = () => window.location.origin;

/** The browser's own refusals in our words; a person who closes its sheet has refused nothing of ours. */
export function passkeyProblem(error: unknown): FormProblem {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return { reason: 'passkey_known' };
  const isBrowser = error instanceof WebAuthnError || error instanceof DOMException;
  return isBrowser ? { reason: 'passkey_cancelled' } : problemOf(error);
}

export async function registerPasskey(api: Api, name: string): Promise<void> {
  const { ceremony, options } = await api.identity.passkey.beginRegistration.mutate({ origin: here() });
  const response = await startRegistration({ optionsJSON: options });
  await api.identity.passkey.register.mutate({ ceremony, name, response });
}

/** With a challenge it is the second factor after a password, else it says who comes by itself. */
export async function signInWithPasskey(api: Api, surface: Surface, challenge?: string): Promise<string> {
  const start = { surface, origin: here(), ...(challenge ? { challenge } : {}) };
  const { ceremony, options } = await api.identity.passkey.beginSignIn.mutate(start);
  const response = await startAuthentication({ optionsJSON: options });
  return (await api.identity.passkey.signIn.mutate({ ceremony, response })).ticket;
}

export async function stepUpWithPasskey(api: Api): Promise<void> {
  const { ceremony, options } = await api.identity.passkey.beginStepUp.mutate({ origin: here() });
  const response = await startAuthentication({ optionsJSON: options });
  await api.identity.passkey.stepUp.mutate({ ceremony, response });
}
