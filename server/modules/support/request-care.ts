import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import type { ClientStanding } from '@/server/modules/clients';
import { consult, decide } from '@/server/modules/policy';
import { requestCare } from './policy';
import type { RequestKind } from './request-contract';

type About = { readonly kind: RequestKind; readonly channel: string };

const factsOf = ({ facets }: ClientStanding, { kind, channel }: About) => ({
  kind,
  channel: channel === 'desk' ? ('desk' as const) : ('portal' as const),
  funded: facets.funding !== 'none',
  verification: facets.verification,
});

/** What the house's matrix of changes says about this one. */
export async function careFor(read: Read, standing: ClientStanding, about: About) {
  const { outcome, version } = await consult(read, requestCare, factsOf(standing, about));
  return { ...outcome, version };
}

/** The same, kept as a decision that was made, with its facts. */
export async function decideCare(uow: Uow, standing: ClientStanding, about: About, objectId: Id<'request'>) {
  const client = standing.client.id;
  return (await decide(uow, requestCare, factsOf(standing, about), { objectId, client })).outcome;
}
