import type { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import type { Attribution } from './contract';
import { refreshClient } from './people';
import { findClient, findPerson, updateClient } from './repository/clients';
import {
  insertAcceptances,
  insertConsents,
  insertDevice,
  insertReference,
  insertTouch,
  objectOfReference,
} from './repository/records';

export type DeviceMoment = 'register' | 'log_in' | 'deposit' | 'withdrawal' | 'acceptance';

/** Device and address of this request, at a moment that matters. Jobs and webhooks have none and leave nothing. */
export async function seeDevice(uow: Uow, clientId: Id<'client'>, moment: DeviceMoment): Promise<void> {
  const { ip, userAgent, deviceId } = uow.request;
  if (!ip && !deviceId) return;
  await insertDevice(uow, {
    id: uow.id('deviceSeen'),
    clientId,
    moment,
    deviceId: deviceId ?? null,
    ip: ip ?? null,
    userAgent: userAgent?.slice(0, 400) ?? null,
    at: uow.now,
  });
}

export async function recordTouch(
  uow: Uow,
  clientId: Id<'client'>,
  moment: 'registration' | 'return',
  attribution: z.output<typeof Attribution>,
): Promise<void> {
  await insertTouch(uow, {
    id: uow.id('touch'),
    clientId,
    moment,
    clickId: attribution.clickId ?? null,
    utmSource: attribution.utmSource ?? null,
    utmMedium: attribution.utmMedium ?? null,
    utmCampaign: attribution.utmCampaign ?? null,
    utmTerm: attribution.utmTerm ?? null,
    utmContent: attribution.utmContent ?? null,
    referrer: attribution.referrer ?? null,
    landingPage: attribution.landingPage ?? null,
    campaign: attribution.utmCampaign ?? null,
    introducerCode: attribution.introducerCode ?? null,
    at: uow.now,
  });
}

export type ConsentWord = {
  readonly purpose: string;
  readonly channel: string;
  readonly isGiven: boolean;
  /** Which question was asked, so that the words can be found again. */
  readonly wording: string;
};

export async function recordConsents(uow: Uow, clientId: Id<'client'>, words: readonly ConsentWord[]): Promise<void> {
  await insertConsents(
    uow,
    words.map((word) => ({
      ...word,
      id: uow.id('consent'),
      clientId,
      actor: actorRecord(uow.actor),
      ip: uow.request.ip ?? null,
      at: uow.now,
    })),
  );
}

export async function recordAcceptances(
  uow: Uow,
  clientId: Id<'client'>,
  accepted: readonly { document: string; version: string; textHash: string; language: string }[],
): Promise<void> {
  const { ip, deviceId } = uow.request;
  await insertAcceptances(
    uow,
    accepted.map((one) => ({
      ...one,
      id: uow.id('acceptance'),
      clientId,
      ip: ip ?? null,
      deviceId: deviceId ?? null,
      at: uow.now,
    })),
  );
}

/** Somebody of ours and the client have been in touch. */
export const noteContact = (uow: Uow, clientId: Id<'client'>): Promise<void> =>
  updateClient(uow, clientId, { lastContactAt: uow.now });

export type Reference = {
  readonly objectType: string;
  readonly objectId: string;
  readonly system: string;
  readonly externalId: string;
};

/** The name an object of a client has elsewhere; the client is found by it from now on. Saying it twice is fine. */
export async function addReference(uow: Uow, clientId: Id<'client'>, reference: Reference): Promise<void> {
  const isNew = await insertReference(uow, { ...reference, clientId, at: uow.now });
  if (!isNew) {
    const present = await objectOfReference(uow, reference.objectType, reference.system, reference.externalId);
    if (present?.objectId === reference.objectId) return;
    throw new Refusal('conflict', 'reference_taken', { params: { system: reference.system } });
  }
  const client = await findClient(uow, clientId, { lock: true });
  const person = client && (await findPerson(uow, client.personId));
  if (client && person) await refreshClient(uow, client, person);
  uow.audit({
    action: 'clients.reference.added',
    object: { type: reference.objectType, id: reference.objectId },
    client: clientId,
    facts: { system: reference.system, externalId: reference.externalId },
  });
}
