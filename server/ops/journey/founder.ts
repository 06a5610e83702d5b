import { z } from 'zod';
import { Browser } from './browser';
import { Staff } from './staff';
import type { Vendors } from './vendors';
import { until } from './waiting';

export const password = 'a long walk along the harbour wall';
const nothing = z.unknown();
const Ticket = z.object({ ticket: z.string() });

export type Roster = {
  readonly administrator: Staff;
  readonly analyst: Staff;
  readonly mlro: Staff;
  readonly cashier: Staff;
  readonly financeHead: Staff;
  readonly financeDeputy: Staff;
  readonly dealer: Staff;
};

const invited = [
  ['analyst', 'kyc_analyst', 'Rhea Kaplan'],
  ['mlro', 'mlro', 'Ingrid Solberg'],
  ['cashier', 'cashier', 'Tomas Verbeke'],
  ['financeHead', 'finance_head', 'Nadia Achterberg'],
  ['financeDeputy', 'finance_head', 'Oskar Lundin'],
  ['dealer', 'head_of_dealing', 'Milan Horvat'],
] as const;

export type Company = { readonly slug: string; readonly brand: string; readonly site: string };

/** A company signs up on the platform's own page, in the sandbox, and its first administrator is inside at once. */
export async function signUp(site: string, company: Company): Promise<Staff> {
  const email = `ada@${company.slug}.example`;
  const who = { device: `founder-${company.slug}-of-the-journey`.slice(0, 60), address: '203.0.113.10' };
  const visitor = new Browser(site, { tenant: 'platform', surface: 'platform' }, who);
  const { ticket } = await visitor.mutate(
    'tenancy.organisation.signUp',
    {
      kind: 'brokerage',
      name: `Quayside ${company.slug}`,
      slug: company.slug,
      country: 'CY',
      entity: { name: 'Quayside (CY) Ltd', jurisdiction: 'CY', baseCurrency: 'EUR', licence: '118/26' },
      brand: { name: 'Quayside', color: '#0f5c6e', languages: ['en', 'ar'] },
      administrator: { name: 'Ada Quay', email, password },
    },
    Ticket,
  );
  const browser = new Browser(site, { tenant: company.slug, surface: 'desk' }, who);
  await browser.enter(ticket);
  return new Staff('Ada Quay', email, password, browser);
}

/** The link of the newest mail whose address contains `path`, as its reader finds it. */
export async function tokenFromMail(vendors: Vendors, email: string, path: string): Promise<string> {
  return until(`a mail with a link to ${path} for ${email}`, async () => {
    for (const { text } of await vendors.mailsTo(email)) {
      const link = /https?:\/\/\S+/.exec(text)?.[0];
      const token = link?.includes(path) && new URL(link).searchParams.get('token');
      if (token) return token;
    }
    return null;
  });
}

export async function verifyEmail(vendors: Vendors, browser: Browser, email: string): Promise<void> {
  const token = await tokenFromMail(vendors, email, '/verify-email');
  await browser.mutate('identity.email.verify', { token }, nothing);
}

/** Invitations go out by mail; whoever was invited reads it, chooses a password and enters. */
export async function hire(vendors: Vendors, administrator: Staff, company: Company): Promise<Roster> {
  const Roles = z.object({ rows: z.array(z.object({ id: z.string(), key: z.string() })) });
  const { rows: roles } = await administrator.query('access.role.list', {}, Roles);
  const hired: Partial<Record<keyof Roster, Staff>> = {};
  for (const [at, [post, key, name]] of invited.entries()) {
    const roleId = roles.find((role) => role.key === key)?.id;
    const email = `${name.split(' ')[0]?.toLowerCase()}@${company.slug}.example`;
    const role = { roleId, rowScope: 'all', teamId: null };
    await administrator.act('access.invitation.create', { email, name, roles: [role] });
    const token = await tokenFromMail(vendors, email, '/invitation');
    const who = { device: `staff-${at}-of-the-journey-${company.slug}`.slice(0, 60), address: `203.0.113.${20 + at}` };
    const browser = new Browser(company.site, { tenant: company.slug, surface: 'desk' }, who);
    const { ticket } = await browser.mutate('access.invitation.accept', { token, name, password }, Ticket);
    await browser.enter(ticket);
    hired[post] = new Staff(name, email, password, browser);
  }
  return { administrator, ...hired } as Roster; // every post is in the list of the invited
}

const Connections = z.object({ rows: z.array(z.object({ port: z.string() })) });
const Offers = z.object({
  rows: z.array(z.object({ name: z.string(), environment: z.string(), currency: z.string(), state: z.string() })),
});

/** The sandbox is ready when its vendors are connected and there is an account to open. */
export async function sandboxReady(administrator: Staff): Promise<void> {
  await until('the sandbox is connected to its vendors', async () => {
    const { rows } = await administrator.query('tenancy.connection.list', {}, Connections);
    return ['psp', 'kyc', 'bank', 'platform'].every((port) => rows.some((row) => row.port === port));
  });
  await until('the sandbox offers live accounts in EUR and USD', async () => {
    const { rows } = await administrator.query('trading.offers.list', {}, Offers);
    const live = rows.filter((row) => row.environment === 'live' && row.state === 'open');
    return ['EUR', 'USD'].every((currency) => live.some((row) => row.currency === currency));
  });
}
