import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { createClientUser, raiseNotice, userWithEmail } from '@/server/modules/identity';
import { allBrands, findEntity } from '@/server/modules/tenancy';
import { agreementsOf } from '../agreements';
import { AgreementView, ListAgreements, RegisterClient, Registered } from '../contract';
import { initialFacets, stageOf } from '../journey';
import { emailKey, nameKey, phoneKey } from '../names';
import { assignByRules } from '../ownership';
import { raiseDuplicates, subjectOf } from '../people';
import { recordAcceptances, recordConsents, recordTouch, seeDevice } from '../records';
import {
  changeIntroducer,
  findPerson,
  insertClient,
  insertPerson,
  nextNumber,
  searchVector,
} from '../repository/clients';

type Input = z.output<typeof RegisterClient>;

/** The brand of this short name, and its entity. */
export async function placeNamed(read: Read, slug: string) {
  const brand = found(
    (await allBrands(read)).find((one) => one.slug === slug),
    'brand_not_found',
  );
  return { brand, entity: found(await findEntity(read, brand.entityId), 'brand_not_found') };
}

export const listAgreements = query({
  name: 'clients.agreement.list',
  actors: ['anonymous', 'client', 'staff'],
  input: ListAgreements,
  output: z.array(AgreementView),
  run: async (read, { brand }) => agreementsOf((await placeNamed(read, brand)).entity.name),
});

/**
 * A stranger becomes a prospect of a brand. A stranger gets the same answer whether the address is known or not: who owns it is
 * told by mail, so that nobody learns here who has an account.
 */
export const registerClient = command({
  name: 'clients.client.register',
  actors: ['anonymous', 'staff', 'job'],
  auditRefusal: true,
  secretInput: true,
  limits: (input, ctx) => [
    { key: `register/${ctx.request.ip ?? 'unknown'}`, max: 200, seconds: 3_600 },
    { key: `register/${input.email}`, max: 5, seconds: 3_600 },
  ],
  input: RegisterClient,
  output: Registered,
  run: async (uow, input) => {
    if (uow.tenant.status === 'suspended') throw new Refusal('rejected', 'tenant_suspended');
    const { brand, entity } = await placeNamed(uow, input.brand);
    const agreements = await agreementsOf(entity.name);
    if (input.acceptedTexts && agreements.some(({ textHash }) => !input.acceptedTexts?.includes(textHash)))
      throw new Refusal('conflict', 'agreement_outdated', { field: 'acceptedTexts' });
    const known = await userWithEmail(uow, 'client', input.email);
    if (known) return answerKnown(uow, known.id, input);
    // Before the counter of client numbers is locked, or everybody who registers waits for everybody's hash.
    const passwordHash = await uow.ctx.ports.passwords.hash(input.password);
    const personId = uow.id('person');
    const id = uow.id('client');
    const row = await insertNewcomer(uow, { id, personId, entityId: entity.id, brandId: brand.id }, input);
    await createClientUser(uow, {
      clientId: id,
      email: input.email,
      name: row.displayName,
      passwordHash,
      language: input.language,
      brandId: brand.id,
      ...(input.timeZone ? { timeZone: input.timeZone } : {}),
    });
    await recordFirstFacts(uow, id, input, agreements);
    await assignByRules(uow, id);
    uow.audit({
      object: { type: 'client', id },
      client: id,
      subject: subjectOf(personId),
      changes: { name: [null, row.displayName], email: [null, input.email], phone: [null, input.phone ?? null] },
      facts: {
        number: row.number,
        brand: brand.slug,
        entity: entity.shortName,
        source: row.source,
        country: input.country,
      },
    });
    uow.emit({ name: 'clients/client.registered', data: { clientId: id } });
    const person = found(await findPerson(uow, personId), 'person_not_found');
    await raiseDuplicates(uow, person, row, uow.request.deviceId ?? null);
    return uow.actor.kind === 'anonymous' ? { id: null, number: null } : { id, number: row.number };
  },
});

/** As long as a real registration takes, as far as hashing goes. */
async function answerKnown(uow: Uow, user: Id<'user'>, input: Input): Promise<z.output<typeof Registered>> {
  if (uow.actor.kind !== 'anonymous') throw new Refusal('conflict', 'email_taken', { field: 'email' });
  await uow.ctx.ports.passwords.hash(input.password);
  raiseNotice(uow, user, 'already_registered');
  uow.audit({ action: 'clients.client.registered_again', object: { type: 'user', id: user } });
  return { id: null, number: null };
}

type Place = { id: Id<'client'>; personId: Id<'person'>; entityId: Id<'entity'>; brandId: Id<'brand'> };

async function insertNewcomer(uow: Uow, place: Place, input: Input) {
  const { firstName, lastName, country, email, attribution } = input;
  const phone = input.phone ?? null;
  await insertPerson(uow, {
    id: place.personId,
    firstName,
    lastName,
    country,
    nameKey: nameKey({ firstName, lastName }),
    createdAt: uow.now,
  });
  const row = {
    ...place,
    number: await nextNumber(uow),
    displayName: `${firstName} ${lastName}`,
    email,
    emailKey: emailKey(email),
    phone,
    phoneKey: phone ? phoneKey(phone) : null,
    source: attribution.utmSource ?? (attribution.introducerCode ? 'introducer' : 'direct'),
  };
  await insertClient(uow, {
    ...row,
    language: input.language,
    timeZone: input.timeZone ?? null,
    country,
    ...initialFacets,
    stage: stageOf(initialFacets),
    tier: 'T0',
    tierByPolicy: 'T0',
    introducerCode: attribution.introducerCode ?? null,
    registeredAt: uow.now,
    search: searchVector(uow, { firstName, lastName, number: row.number, email, phone }),
  });
  return row;
}

async function recordFirstFacts(
  uow: Uow,
  clientId: Id<'client'>,
  input: Input,
  agreements: Awaited<ReturnType<typeof agreementsOf>>,
): Promise<void> {
  const { attribution, language } = input;
  await recordTouch(uow, clientId, 'registration', attribution);
  if (attribution.introducerCode)
    await changeIntroducer(uow, {
      clientId,
      since: uow.now,
      code: attribution.introducerCode,
      source: 'registration',
      recordedAt: uow.now,
    });
  await seeDevice(uow, clientId, 'register');
  await recordConsents(uow, clientId, [
    { purpose: 'service', channel: 'email', isGiven: true, wording: 'registration' },
    { purpose: 'marketing', channel: 'email', isGiven: input.marketingConsent, wording: 'registration' },
  ]);
  await recordAcceptances(
    uow,
    clientId,
    agreements.map(({ document, version, textHash }) => ({ document, version, textHash, language })),
  );
}
