import { randomBytes } from 'node:crypto';
import { listRoles } from '@/server/modules/access';
import { publishConnection, saveConnection } from '@/server/modules/sso';
import type { Settings } from '@/server/modules/sso/contract';
import { decideApproval } from '@/server/modules/work';
import type { Firm } from './firm';
import type { World } from './world';

const contactCentre = 'contact-centre.example';
const oidcRealm = 'merrowby';
const samlRealm = 'contact-centre';

/** The company's own identity provider, and that of the contact centre which answers for it at night. Passwords keep working. */
export async function connectSignOn(world: World, firm: Firm): Promise<void> {
  const { identity } = world.estate;
  const { slug } = firm.tenant;
  const clientSecret = randomBytes(24).toString('base64url');
  const usual = { trustsSecondFactor: false, secondFactorWords: ['mfa'], groupsClaim: 'groups' };
  const { rows: roles } = await listRoles(await firm.staff.administrator.ctx(), {});
  const support = roles.find(({ key }) => key === 'support');
  if (!support) throw new Error('no preset role support');
  const oidc = await connect(
    firm,
    {
      ...{ ...usual, protocol: 'oidc', name: 'Demo ID', domains: [`${slug}.example`], provisions: false },
      ...{ groupRoles: [], issuer: `${identity.url}/${oidcRealm}`, clientId: 'brokerage-os', trustsEveryEmail: false },
    },
    clientSecret,
  );
  identity.openRealm({
    name: oidcRealm,
    people: Object.entries(firm.staff).map(([role, { name, email }]) => ({ sub: role, email, name, groups: [role] })),
    parties: [{ kind: 'oidc', clientId: 'brokerage-os', clientSecret, redirectPath: `${oidc}/callback` }],
  });
  const saml = await connect(firm, {
    ...{ ...usual, protocol: 'saml', name: 'Contact centre', domains: [contactCentre], provisions: true },
    groupRoles: [{ group: 'merrowby-agents', roleId: support.id, rowScope: 'all', teamId: firm.teams.europe }],
    entityId: `${identity.url}/${samlRealm}/saml/metadata`,
    entryPoint: `${identity.url}/${samlRealm}/saml/sso`,
    certificates: [identity.certificate()],
  });
  identity.openRealm({
    name: samlRealm,
    people: ['Nuria Salas', 'Owen Pritchard'].map((name) => ({
      ...{ sub: name.toLowerCase().replace(' ', '.'), name, groups: ['merrowby-agents'] },
      email: `${name.split(' ')[0]?.toLowerCase()}@${contactCentre}`,
    })),
    parties: [{ kind: 'saml', entityPath: `${saml}/metadata`, acsPath: `${saml}/callback` }],
  });

  /** Saved by one administrator, published with the other's consent; answers the path of our side of it. */
  async function connect({ staff }: Firm, settings: Settings, secret?: string): Promise<string> {
    const { id, version } = await saveConnection(await staff.administrator.ctx(true), {
      settings,
      ...(secret ? { clientSecret: secret } : {}),
    });
    const ask = { id, version, reason: 'one account for everything' };
    const outcome = await publishConnection.orPark(await staff.administrator.ctx(true), ask);
    if (!('parked' in outcome)) throw new Error('two people were expected');
    world.clock.advance(11 * 60_000);
    await decideApproval(await staff.deputyAdministrator.ctx(true), {
      approvalId: outcome.parked as Parameters<typeof decideApproval>[1]['approvalId'], // what parking answers
      decision: 'approve',
    });
    return `/api/sso/${slug}/${id}`;
  }
}
