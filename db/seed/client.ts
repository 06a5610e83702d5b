import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { registerClient } from '@/server/modules/clients';
import { uploadDocument } from '@/server/modules/documents';
import { verifyEmail } from '@/server/modules/identity';
import {
  attachDocument,
  myApplication,
  saveStep,
  startApplication,
  submitApplication,
} from '@/server/modules/onboarding';
import { listDeposits, startDeposit } from '@/server/modules/payments';
import { listAccounts, openAccount } from '@/server/modules/trading';
import type { Firm } from './firm';
import { specimen } from './papers';
import type { Newcomer } from './people';
import type { OfferKey, Shop } from './shop';
import { newPassword, tokenFromMail, Visitor } from './staff';
import type { World } from './world';

export type Stage = { readonly world: World; readonly firm: Firm; readonly shop: Shop };
export type Account = { readonly id: Id<'tradingAccount'>; readonly login: number; readonly currency: string };
export type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Nobody signs in as these: they share a password that is thrown away. */
const unknownPassword = newPassword();
export const formSteps = ['identity', 'address', 'tax', 'means', 'exposure', 'experience'] as const;

/** A client as he acts himself, in the portal. */
export class Client {
  readonly visitor: Visitor;
  readonly password: string;
  #id: Id<'client'> | null = null;
  #application: Id<'application'> | null = null;

  constructor(
    readonly stage: Stage,
    readonly person: Newcomer,
    isShown: boolean,
  ) {
    this.password = isShown ? newPassword() : unknownPassword;
    const { email, firstName, lastName, facts } = person;
    const { world, firm } = stage;
    this.visitor = new Visitor(world, firm.tenant, 'portal', `${firstName} ${lastName}`, email, this.password, facts);
  }

  get id(): Id<'client'> {
    if (!this.#id) throw new Error('not registered yet');
    return this.#id;
  }

  get application(): Id<'application'> {
    if (!this.#application) throw new Error('nothing applied for yet');
    return this.#application;
  }

  get isOffshore(): boolean {
    return this.person.brand === 'tidewater';
  }

  get currency(): string {
    return this.isOffshore ? 'USD' : 'EUR';
  }

  /** As the house does it, because the registration of a stranger does not tell his number. */
  async register(marketingConsent: boolean): Promise<void> {
    const { world, firm } = this.stage;
    const { origin, firstName, lastName, email, phone, brand, attribution, facts } = this.person;
    const ctx = world.ctx(
      firm.tenant,
      { kind: 'job', name: 'registration' },
      {
        request: { id: crypto.randomUUID(), ...facts },
      },
    );
    const { id } = await registerClient(ctx, {
      ...{ brand, email, firstName, lastName, phone, attribution, marketingConsent },
      password: this.password,
      country: origin.country,
      language: origin.language,
      timeZone: origin.timeZone,
      acceptedTerms: true,
    });
    this.#id = id;
  }

  async verifyEmail(): Promise<void> {
    await verifyEmail(this.visitor.anonymous(), { token: tokenFromMail(this.stage.world, this.person.email) });
  }

  ctx = (): Promise<Ctx> => this.visitor.ctx();

  async startForm(): Promise<void> {
    this.#application = (await startApplication(await this.ctx(), {})).id;
  }

  async fillStep(step: (typeof formSteps)[number], answers: Answers): Promise<void> {
    await saveStep(await this.ctx(), { id: this.application, step, answers: { ...answers[step] } });
  }

  /** What `word` says decides how the provider's check ends. */
  async upload(word: string, expiresOn: string): Promise<void> {
    const { firstName, lastName, origin, bornOn } = this.person;
    const name = `${firstName} ${lastName}`;
    const sheets = [
      {
        kind: 'passport' as const,
        word,
        lines: ['PASSPORT (specimen)', name, `Born ${bornOn}`, `Expires ${expiresOn}`],
        expiresOn,
      },
      {
        kind: 'proof_of_address' as const,
        word: 'GREEN',
        lines: ['ELECTRICITY BILL (specimen)', name, origin.streets[0] ?? ''],
        expiresOn: null,
      },
    ];
    for (const sheet of sheets) {
      const { id } = await uploadDocument(await this.ctx(), {
        clientId: this.id,
        kind: sheet.kind,
        country: origin.country,
        fileName: `${sheet.kind.replaceAll('_', '-')}.pdf`,
        expiresOn: sheet.expiresOn,
        bytes: specimen([...sheet.lines, this.stage.world.now().toISOString()], sheet.word),
      });
      await attachDocument(await this.ctx(), { id: this.application, documentId: id });
    }
  }

  async submit(): Promise<void> {
    await submitApplication(await this.ctx(), { id: this.application });
  }

  async verification(): Promise<string> {
    return (await myApplication(await this.ctx(), {})).state;
  }

  async open(offer: OfferKey, label?: string): Promise<Account | null> {
    const { world, shop } = this.stage;
    const ctx = await this.ctx();
    const { id } = await openAccount(ctx, { offerId: shop.offers[offer], ...(label ? { label } : {}) });
    await world.settle();
    const { rows } = await listAccounts(await this.ctx(), { limit: 50 });
    const opened = rows.find((row) => row.id === id);
    return opened?.login ? { id, login: Number(opened.login), currency: opened.currency } : null;
  }

  /** Through the PSP's page. `card` null: he leaves the page open. Answers how the deposit stands. */
  async deposit(minor: bigint, card: { number: string; name?: string } | null, into?: Account): Promise<string> {
    const { world, shop } = this.stage;
    const started = await startDeposit(await this.ctx(), {
      amount: { minor, asset: into?.currency ?? this.currency },
      targetAccountId: into?.id ?? null,
      returnPath: `/t/${this.stage.firm.tenant.slug}/portal/wallet`,
    });
    const session = /(cs_test_\w+)/.exec(started?.redirectUrl ?? '')?.[1];
    if (!started || !session || !card) return started?.state ?? 'unknown';
    world.clock.advance(70_000);
    world.estate.stripe.as(shop.pspAccount).pay(session, { name: this.visitor.name, ...card });
    await world.settle();
    const { rows } = await listDeposits(await this.ctx(), { limit: 20 });
    return rows.find((row) => row.id === started.id)?.state ?? 'unknown';
  }
}

/** How often the house said no and why: part of any honest history, and worth a look when a story ends early. */
export const refusals = new Map<string, number>();

/** The reason when the house said no; anything else is a fault of the demo. */
export async function unlessRefused<T>(call: Promise<T>): Promise<T | { readonly refused: string }> {
  try {
    return await call;
  } catch (error) {
    if (isRefusal(error)) {
      refusals.set(error.reason, (refusals.get(error.reason) ?? 0) + 1);
      return { refused: error.reason };
    }
    throw error;
  }
}
