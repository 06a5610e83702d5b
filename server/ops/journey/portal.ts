import { z } from 'zod';
import { Browser, Refused } from './browser';
import type { Person } from './cast';
import { type Company, password, verifyEmail } from './founder';
import type { Vendors } from './vendors';
import { until } from './waiting';

export const Money = z.object({ minor: z.bigint(), asset: z.string() });
export type Money = z.output<typeof Money>;
const anything = z.unknown();
const Ref = z.object({ id: z.string(), state: z.string() });
const Capability = z.object({ state: z.string(), reasons: z.array(z.string()) });
const Standing = z.object({
  id: z.string(),
  number: z.string(),
  stage: z.string(),
  facets: z.object({ verification: z.string(), funding: z.string(), trading: z.string() }),
  capabilities: z.object({ deposit: Capability, openAccount: Capability, withdraw: Capability, trade: Capability }),
});
export type Standing = z.output<typeof Standing>;
const Account = z.object({
  id: z.string(),
  login: z.string().nullable(),
  state: z.string(),
  balance: Money.nullable(),
  creationProblem: z.string().nullable(),
});
export type Account = z.output<typeof Account>;
const Deposit = z.object({
  id: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  credited: Money.nullable(),
});
export type Deposit = z.output<typeof Deposit>;
const Withdrawal = z.object({
  id: z.string(),
  state: z.string(),
  publicReason: z.string().nullable(),
  legs: z.array(z.object({ id: z.string(), kind: z.string(), state: z.string(), amount: Money })),
});
export type Withdrawal = z.output<typeof Withdrawal>;

/** What the file says decides what the provider's emulator sees in it. */
export type Paper = 'GREEN' | 'FORGED' | 'BLURRY';
const scan = (paper: Paper, salt: string) => `%PDF-1.4\n% SUMSUB:${paper}\n% ${salt}\n%%EOF\n`;

/** A client at the portal. Every method is something a person does there, and ends when he can see that it is done. */
export class Client {
  id = '';
  number = '';
  papers = 0;

  constructor(
    readonly person: Person,
    readonly company: Company,
    private readonly browser: Browser,
    private readonly vendors: Vendors,
  ) {}

  static at(company: Company, person: Person, vendors: Vendors): Client {
    const who = { device: person.device, address: person.address };
    return new Client(
      person,
      company,
      new Browser(company.site, { tenant: company.slug, surface: 'portal' }, who),
      vendors,
    );
  }

  get name(): string {
    return `${this.person.firstName} ${this.person.lastName}`;
  }
  get email(): string {
    return `client-${this.person.n}@${this.company.slug}.example`;
  }
  amount = (whole: number): Money => ({ minor: BigInt(Math.round(whole * 100)), asset: this.person.currency });

  async register(): Promise<void> {
    const { firstName, lastName, country, source, campaign } = this.person;
    const Agreements = z.array(z.object({ textHash: z.string() }));
    const { brand } = this.company;
    const agreements = await this.browser.query('clients.agreements', { brand }, Agreements);
    await this.browser.mutate(
      'clients.register',
      {
        brand,
        email: this.email,
        password,
        firstName,
        lastName,
        country,
        acceptedTerms: true,
        acceptedTexts: agreements.map(({ textHash }) => textHash),
        attribution: { utmSource: source, utmMedium: 'web', utmCampaign: campaign, landingPage: '/portal/register' },
      },
      anything,
    );
    const Step = z.object({ step: z.literal('ticket'), ticket: z.string() });
    const given = { surface: 'portal', email: this.email, password };
    const { ticket } = await this.browser.mutate('identity.signIn.password', given, Step);
    await this.browser.enter(ticket);
    await verifyEmail(this.vendors, this.browser, this.email);
    const { id, number } = await this.standing();
    this.id = id;
    this.number = number;
  }

  standing = (): Promise<Standing> => this.browser.query('clients.me', {}, Standing);

  /** Answers every step, uploads an identity document and a proof of address, and sends it all. */
  async apply(paper: Paper): Promise<string> {
    const { id } = await this.browser.mutate('onboarding.applications.start', {}, Ref);
    for (const [step, answers] of Object.entries(answersOf(this.person)))
      await this.browser.mutate('onboarding.applications.saveStep', { id, step, answers }, anything);
    await this.sendPapers(id, paper);
    return id;
  }

  async sendPapers(id: string, paper: Paper): Promise<void> {
    for (const kind of ['passport', 'proof_of_address']) {
      this.papers += 1;
      const about = new URLSearchParams({
        clientId: this.id,
        kind,
        country: this.person.country,
        fileName: `${kind}-${this.papers}.pdf`,
      });
      const response = await this.browser.send(`/api/documents?${about}`, {
        method: 'POST',
        headers: { 'content-type': 'application/pdf' },
        body: scan(kind === 'passport' ? paper : 'GREEN', `${this.number} ${this.papers}`),
      });
      if (!response.ok)
        throw new Refused('documents.upload', response.status, 'upload', (await response.text()).slice(0, 200));
      const { id: documentId } = z.object({ id: z.string() }).parse(await response.json());
      await this.browser.mutate('onboarding.applications.attachDocument', { id, documentId }, anything);
    }
    await this.browser.mutate('onboarding.applications.submit', { id }, anything);
  }

  async verificationIs(...states: string[]): Promise<Standing> {
    let last = '';
    return until(`${this.name}'s verification to be ${states.join(' or ')}`, async () => {
      const standing = await this.standing();
      last = standing.facets.verification;
      return states.includes(last) ? standing : null;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; it is ${last}`);
    });
  }

  async openAccount(): Promise<Account> {
    const Offers = z.object({
      rows: z.array(z.object({ id: z.string(), name: z.string(), environment: z.string(), currency: z.string() })),
    });
    const { rows } = await this.browser.query('trading.offers.forClient', {}, Offers);
    const offer = rows.find((row) => row.environment === 'live' && row.currency === this.person.currency);
    if (!offer) throw new Error(`no live offer in ${this.person.currency} for ${this.name}`);
    const { id } = await this.browser.mutate('trading.accounts.open', { offerId: offer.id }, Ref);
    await until(`account ${id} to be open on the platform`, async () => {
      const account = await this.account(id);
      if (account.state === 'failed') throw new Error(`the account could not be made: ${account.creationProblem}`);
      return account.state === 'active' && account.login !== null;
    });
    const Secret = z.object({ login: z.string(), masterPassword: z.string().min(8) });
    await this.browser.mutate('trading.accounts.revealCredentials', { id }, Secret);
    return this.account(id);
  }

  account = (id: string): Promise<Account> => this.browser.query('trading.accounts.read', { id }, Account);

  /** Starts a deposit and pays on the PSP's page; answers with the deposit once the product has made up its mind. */
  async deposit(whole: number, card: string, targetAccountId: string | null = null): Promise<Deposit> {
    const Started = z.object({ id: z.string(), redirectUrl: z.string().nullable() });
    const { id, redirectUrl } = await this.browser.mutate(
      'payments.deposits.start',
      { amount: this.amount(whole), targetAccountId, returnPath: `/t/${this.company.slug}/portal/wallet` },
      Started,
    );
    if (!redirectUrl) throw new Error(`deposit ${id} has no page to pay on`);
    const isPaid = await this.vendors.payOnPage(redirectUrl, card, this.name);
    if (!isPaid) return this.readDeposit(id);
    return until(`deposit ${id} to be credited`, async () => {
      const seen = await this.readDeposit(id);
      return ['credited', 'in_review', 'failed'].includes(seen.state) ? seen : null;
    });
  }

  readDeposit = (id: string): Promise<Deposit> => this.browser.query('payments.deposits.read', { id }, Deposit);

  async toAccount(accountId: string, amount: Money): Promise<void> {
    await this.browser.mutate('trading.money.toAccount', { accountId, amount }, anything);
  }

  /** What he owns by our books, by kind of ledger account. */
  async money(): Promise<Map<string, bigint>> {
    const Owned = z.object({ accounts: z.array(z.object({ kind: z.string(), asset: z.string(), posted: Money })) });
    const { accounts } = await this.browser.query('ledger.ofClient', { clientId: this.id }, Owned);
    return new Map(accounts.map(({ kind, asset, posted }) => [`${kind} ${asset}`, posted.minor]));
  }

  async addBank(): Promise<string> {
    const { firstName, lastName, country, n } = this.person;
    const given = { holderName: `${firstName} ${lastName}`, country, iban: ibanOf(n) };
    const added = await this.browser.mutate(
      'payments.instruments.addBank',
      given,
      z.object({ id: z.string(), ownership: z.string() }),
    );
    if (added.ownership !== 'own_name') throw new Error(`the bank account is ${added.ownership}`);
    return added.id;
  }

  async withdraw(amount: Money, from: string | null, payoutInstrumentId: string | null): Promise<string> {
    const asked = { amount, sourceAccountId: from, payoutInstrumentId };
    return (await this.browser.mutate('payments.withdrawals.request', asked, Ref)).id;
  }

  async withdrawalIs(id: string, ...states: string[]): Promise<Withdrawal> {
    let last = '';
    const wait = until(
      `withdrawal ${id} to be ${states.join(' or ')}`,
      async () => {
        const seen = await this.browser.query('payments.withdrawals.read', { id }, Withdrawal);
        last = `${seen.state} ${seen.publicReason ?? ''} ${seen.legs.map((leg) => `${leg.kind}:${leg.state}`).join(' ')}`;
        return states.includes(seen.state) ? seen : null;
      },
      240,
    );
    return wait.catch((error: Error) => {
      throw new Error(`${error.message}; it is ${last}`);
    });
  }

  async cancel(id: string): Promise<void> {
    await this.browser.mutate('payments.withdrawals.cancel', { id }, anything);
  }
}

/** A Cypriot account number whose check digits hold (ISO 7064, modulo 97). */
export function ibanOf(n: number): string {
  const account = `00200128${String(n).padStart(16, '0')}`;
  let rest = 0;
  // C is 12 and Y is 34 where the country moves to the end.
  for (const digit of `${account}123400`) rest = (rest * 10 + Number(digit)) % 97;
  return `CY${String(98 - rest).padStart(2, '0')}${account}`;
}

function answersOf(person: Person): Record<string, Record<string, unknown>> {
  const { firstName, lastName, bornOn, country, n } = person;
  return {
    identity: { firstName, lastName, bornOn, nationality: country, phone: `+357 99 ${100_000 + n}` },
    address: { country, addressLine: `Harbour Road ${n}`, city: 'Port', postcode: '1010' },
    tax: { taxResidences: [{ country, number: `00${100_000 + n}A` }], isUsPerson: false },
    means: {
      employment: 'employed',
      industry: 'services',
      sourceOfFunds: ['salary', 'savings'],
      plannedDeposit: 'up_to_5000',
    },
    exposure: { pep: 'none' },
    experience: { yearsTrading: 'one_to_three', interests: ['fx', 'metals'], isTrue: true },
  };
}
