import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { isRefusal, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Settings } from './contract';
import { type Answered, type Ask, type Probe, type ProviderMetadata, providerOf, type SignOnOutcome } from './ports';
import { openConnection, readMetadata, recordTest, testConnection } from './verbs/connections';
import { recordAnswer, startSignOn, takeAnswer } from './verbs/sign-in';

/** In the house's own name, after a verb has let the caller: secrets are opened for nobody else. */
const asHouse = (ctx: Ctx): Ctx => ({ ...ctx, credential: { kind: 'job', name: 'sign_on' } });

type Connected = { readonly id: Id<'ssoConnection'>; readonly settings: Settings; readonly secret: string | null };

export const tryConnection = effect<{ id: Id<'ssoConnection'> }, Connected, Probe, Probe>({
  name: 'sso.connection.try',
  begin: async (ctx, input) => {
    const { id } = await testConnection(ctx, input);
    return { id, ...(await openConnection(asHouse(ctx), { id, which: 'newest' })) };
  },
  call: (ctx, { settings, secret }) => providerOf(ctx.ports.signOn, settings).probe(secret),
  lost: () => ({ error: 'sso_provider_unreachable', detail: '' }),
  settle: async (ctx, { id }, probe) => {
    await recordTest(asHouse(ctx), { id, error: probe.error, detail: probe.detail.slice(0, 500) });
    return probe;
  },
});

type Source = { readonly url?: string | null | undefined; readonly xml?: string | null | undefined };

export const importMetadata = effect<Source, Source, ProviderMetadata | null, ProviderMetadata>({
  name: 'sso.metadata.import',
  begin: async (ctx, source) => readMetadata(ctx, source),
  call: (ctx, { url, xml }) => ctx.ports.signOn.saml.readMetadata(url ? { url } : { xml: xml ?? '' }),
  lost: () => null,
  settle: async (_ctx, _source, metadata) => {
    if (!metadata) throw new Refusal('unavailable', 'sso_provider_unreachable', { field: 'url' });
    return metadata;
  },
});

type Begun = { readonly settings: Settings; readonly ask: Ask; readonly binding: string };

/** Answers where the browser goes, and what it keeps until it is back. */
export const beginSignOn = effect<
  { id: Id<'ssoConnection'>; origin: string },
  Begun,
  string | null,
  { url: string; binding: string }
>({
  name: 'sso.sign_in.leave',
  begin: async (ctx, input) => {
    const { id, binding, ...words } = await startSignOn(ctx, input);
    const { settings, ...ours } = await openConnection(asHouse(ctx), { id, which: 'live' });
    return { settings, ask: { ...words, ...ours }, binding };
  },
  call: (ctx, { settings, ask }) => providerOf(ctx.ports.signOn, settings).begin(ask),
  lost: () => null,
  settle: async (_ctx, { binding }, url) => {
    if (url === null) throw new Refusal('unavailable', 'sso_provider_unreachable');
    return { url, binding };
  },
});

type Received = {
  readonly id: Id<'ssoConnection'>;
  readonly attempt: Id<'token'>;
  readonly origin: string;
  readonly settings: Settings;
  readonly ask: Ask;
  readonly answer: Answered;
};
export type SignOnReturn = { readonly origin: string } & ({ readonly proof: string } | { readonly refusal: Refusal });

/** The browser is back. Whatever becomes of it, he who waits before it is told where he began. */
export const receiveSignOn = effect<
  { id: Id<'ssoConnection'>; state: string; answer: Answered },
  Received,
  SignOnOutcome,
  SignOnReturn
>({
  name: 'sso.sign_in.receive',
  begin: async (ctx, { id, state, answer }) => {
    const { attempt, origin, ...words } = await takeAnswer(asHouse(ctx), { id, state });
    const { settings, ...ours } = await openConnection(asHouse(ctx), { id, which: 'live' });
    return { id, attempt, origin, settings, ask: { ...words, ...ours }, answer };
  },
  call: (ctx, { settings, ask, answer }) => providerOf(ctx.ports.signOn, settings).complete(ask, answer),
  lost: () => ({ outcome: 'refused', fault: 'sso_provider_unreachable', detail: '' }),
  settle: async (ctx, { id, attempt, origin }, answer) => {
    try {
      const said =
        answer.outcome === 'proven' ? { ...answer, groups: [...answer.groups], factors: [...answer.factors] } : answer;
      return { origin, ...(await recordAnswer(asHouse(ctx), { id, attempt, answer: said })) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { origin, refusal: error };
    }
  },
});
