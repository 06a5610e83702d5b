import { approveApplication, readApplication } from '@/server/modules/onboarding';
import { type Answers, formSteps, unlessRefused } from '../client';
import { between, pick } from '../people';
import { hours } from '../world';
import { takeCareOf } from './care';
import { type Act, atOffice, later, type Scene, soon } from './scene';

export type Form = {
  /** What the demo's identity check answers to the passport; see its emulator. */
  readonly word: string;
  readonly pep?: 'none' | 'former' | 'close_associate';
  readonly plannedDeposit?: string;
  readonly industry?: string;
  readonly bornOn?: string;
};

export async function* arrive(scene: Scene): Act {
  const { client, stage, rng } = scene;
  await client.register(rng.next() < 0.55);
  await takeCareOf(scene);
  // His letter is on its way before he can open it.
  yield new Date(stage.world.now().getTime() + between(rng, 60, 400) * 1_000);
}

export async function* confirmEmail(scene: Scene): Act {
  await scene.client.verifyEmail();
  yield soon(scene, 0.05, scene.isHurried || scene.rng.next() < 0.6 ? 0.5 : 30);
}

function answersOf({ client: { person }, rng }: Scene, form: Form): Answers {
  const { origin } = person;
  const [town, postcode] = pick(rng, origin.towns);
  const employment = pick(rng, ['employed', 'employed', 'self_employed', 'business_owner', 'retired']);
  return {
    identity: {
      firstName: person.firstName,
      lastName: person.lastName,
      bornOn: form.bornOn ?? person.bornOn,
      nationality: origin.country,
      phone: person.phone,
    },
    address: {
      country: origin.country,
      addressLine: `${pick(rng, origin.streets)} ${between(rng, 2, 140)}`,
      city: town,
      postcode,
    },
    tax: {
      taxResidences: [{ country: origin.country, number: `${between(rng, 10_000_000, 99_999_999)}` }],
      isUsPerson: false,
    },
    means: {
      employment,
      ...(employment === 'retired'
        ? {}
        : { industry: form.industry ?? pick(rng, ['services', 'trade', 'finance', 'services']) }),
      sourceOfFunds: [pick(rng, ['salary', 'savings', 'business', 'investments'])],
      plannedDeposit: form.plannedDeposit ?? pick(rng, ['up_to_5000', 'up_to_5000', 'up_to_25000', 'up_to_100000']),
    },
    exposure: {
      pep: form.pep ?? 'none',
      ...(form.pep && form.pep !== 'none' ? { pepOffice: 'Member of a regional parliament' } : {}),
    },
    experience: {
      yearsTrading: pick(rng, ['under_one', 'one_to_three', 'more']),
      interests: [pick(rng, ['fx', 'metals', 'indices'])],
      isTrue: true,
    },
  };
}

/** As far as he comes; with all steps he sends it. */
export async function* fillForm(scene: Scene, form: Form, steps: number = formSteps.length): Act {
  const { client, rng } = scene;
  const answers = answersOf(scene, form);
  await client.startForm();
  for (const step of formSteps.slice(0, steps)) {
    yield later(scene, between(rng, 40, 200) * 1_000);
    await client.fillStep(step, answers);
  }
  if (steps < formSteps.length) return;
  yield later(scene, between(rng, 120, 900) * 1_000);
  await sendPapers(scene, form.word);
  yield later(scene, 60_000);
}

async function sendPapers({ client, stage, rng }: Scene, word: string): Promise<void> {
  const year = stage.world.now().getUTCFullYear() + between(rng, 1, 8);
  await client.upload(word, `${year}-${String(between(rng, 1, 12)).padStart(2, '0')}-15`);
  await client.submit();
}

/** Registration to verified, without anything going wrong on the way. Answers whether he got there. */
export async function* join(scene: Scene, form: Form): Act<boolean> {
  yield* arrive(scene);
  yield* confirmEmail(scene);
  yield* fillForm(scene, form);
  const { client } = scene;
  if (form.word === 'BLURRY' || form.word === 'EXPIRED') {
    yield soon(scene, 3, 60);
    await sendPapers(scene, 'GREEN');
    yield later(scene, 90_000);
  }
  if ((await client.verification()) === 'in_review') yield* beReviewed(scene);
  return (await client.verification()) === 'approved';
}

/** A colleague looks at what the provider would not decide. */
export async function* beReviewed(scene: Scene): Act {
  yield atOffice(scene, 1, 9);
  const { client, stage, rng } = scene;
  const { kyc, mlro } = stage.firm.staff;
  const seen = await readApplication(await mlro.ctx(), { id: client.application });
  const isForCompliance = seen.reviewReason !== 'check_needs_person' && seen.reviewReason !== 'tax_data_incomplete';
  const reviewer = isForCompliance ? mlro : kyc;
  await unlessRefused(
    approveApplication(await reviewer.ctx(true), {
      id: client.application,
      reason: pick(rng, [
        'passport and bill compared by eye, both genuine',
        'video call held, same person as in the passport',
        'explanation and statements fit the declared income',
      ]),
      evidence: isForCompliance
        ? ['source_of_funds', 'enhanced_due_diligence', 'document', 'proof_of_address', 'liveness']
        : ['document', 'liveness', 'proof_of_address'],
    }),
  );
  yield later(scene, hours(0.2));
}
