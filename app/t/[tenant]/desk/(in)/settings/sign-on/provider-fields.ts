import { z } from 'zod';
import type { Answers } from '@/app/_trpc/client';
import type { Provider } from './sign-on';

type Role = Answers['access']['role']['list']['rows'][number];

export const Fields = z.object({
  protocol: z.enum(['oidc', 'saml']),
  name: z.string().trim().min(2).max(60),
  domains: z.string().trim().min(3).max(5_000),
  issuer: z.string().max(500),
  clientId: z.string().max(300),
  clientSecret: z.string().max(500),
  trustsEveryEmail: z.boolean(),
  metadata: z.string().max(500_000),
  entityId: z.string().max(500),
  entryPoint: z.string().max(500),
  certificates: z.string().max(40_000),
  trustsSecondFactor: z.boolean(),
  words: z.string().max(4_000),
  provisions: z.boolean(),
  groupsClaim: z.string().trim().min(1).max(200),
  groups: z.string().max(10_000),
});
export type Typed = z.output<typeof Fields>;

/** What providers commonly say when a second factor was used (RFC 8176, REFEDS, Entra ID). */
const usualWords = ['mfa', 'otp', 'hwk', 'https://refeds.org/profile/mfa'];

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function startOf(provider: Provider | null, roles: readonly Role[]): Typed {
  const settings = provider?.settings;
  const [oidc, saml] = [
    settings?.protocol === 'oidc' ? settings : null,
    settings?.protocol === 'saml' ? settings : null,
  ];
  const roleName = (id: string) => roles.find((role) => role.id === id)?.name ?? id;
  return {
    protocol: provider?.protocol ?? 'oidc',
    name: settings?.name ?? '',
    domains: settings?.domains.join('\n') ?? '',
    issuer: oidc?.issuer ?? '',
    clientId: oidc?.clientId ?? '',
    clientSecret: '',
    trustsEveryEmail: oidc?.trustsEveryEmail ?? false,
    metadata: '',
    entityId: saml?.entityId ?? '',
    entryPoint: saml?.entryPoint ?? '',
    certificates: saml?.certificates.join('\n\n') ?? '',
    trustsSecondFactor: settings?.trustsSecondFactor ?? false,
    words: (settings?.secondFactorWords ?? usualWords).join('\n'),
    provisions: settings?.provisions ?? false,
    groupsClaim: settings?.groupsClaim ?? 'groups',
    groups: settings?.groupRoles.map(({ group, roleId }) => `${group} = ${roleName(roleId)}`).join('\n') ?? '',
  };
}

/** The verb's input, or the field that cannot be read. */
export function settingsOf(typed: Typed, roles: readonly Role[]) {
  const groupRoles = lines(typed.groups).map((line) => {
    const at = line.lastIndexOf('=');
    const wanted = line
      .slice(at + 1)
      .trim()
      .toLowerCase();
    const role = roles.find(({ name, key }) => name.toLowerCase() === wanted || key === wanted);
    return at > 0 && role ? { group: line.slice(0, at).trim(), roleId: role.id, rowScope: role.rowScope } : null;
  });
  if (groupRoles.includes(null)) return { wrong: 'groups' } as const;
  const common = {
    name: typed.name,
    domains: lines(typed.domains.replaceAll(',', '\n')),
    trustsSecondFactor: typed.trustsSecondFactor,
    secondFactorWords: lines(typed.words),
    provisions: typed.provisions,
    groupsClaim: typed.groupsClaim,
    groupRoles: groupRoles.flatMap((one) => one ?? []),
  };
  const { issuer, clientId, trustsEveryEmail, entityId, entryPoint } = typed;
  if (typed.protocol === 'oidc')
    return { settings: { ...common, protocol: 'oidc' as const, issuer, clientId, trustsEveryEmail } } as const;
  const certificates = typed.certificates
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean);
  return { settings: { ...common, protocol: 'saml' as const, entityId, entryPoint, certificates } } as const;
}
