import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { staffHolding } from '@/server/modules/access';
import { findClient, subjectOf } from '@/server/modules/clients';
import { findUser, pageUrl } from '@/server/modules/identity';
import { allBrands, findBrand, findEntity } from '@/server/modules/tenancy';
import type { MessageDef } from './catalogue';
import type { Subject } from './facts';
import { type Facts, type Language, languageOf } from './words';

export type Look = {
  readonly id: Id<'brand'> | null;
  readonly name: string;
  readonly color: string;
  readonly senderEmail: string | null;
};

/** Somebody who is told, in his language, by the brand he knows. */
export type Recipient = {
  readonly key: string;
  readonly clientId: Id<'client'> | null;
  readonly userId: Id<'user'> | null;
  readonly language: Language;
  readonly zone: string;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly brand: Look;
  /** Whose key seals what he was told. */
  readonly subject: string;
  readonly url: string;
  readonly facts: Facts;
};

const houseLook = (read: Read): Look => ({ id: null, name: read.tenant.name, color: '#1f6feb', senderEmail: null });

export async function lookOf(read: Read, id: Id<'brand'> | null): Promise<Look> {
  const brand = id ? await findBrand(read, id) : (await allBrands(read))[0];
  return brand ?? houseLook(read);
}

async function clientRecipient(read: Read, subject: Subject, path: string): Promise<Recipient> {
  const client = found(subject.clientId && (await findClient(read, subject.clientId)), 'client_not_found');
  const brand = await lookOf(read, client.brandId);
  return {
    key: client.id,
    clientId: client.id,
    userId: null,
    language: languageOf(client.language),
    zone: client.timeZone ?? (await findEntity(read, client.entityId))?.timeZone ?? 'UTC',
    email: client.email,
    phone: client.phone ? `+${client.phone.replaceAll(/\D/g, '')}` : null,
    brand,
    subject: subjectOf(client.personId),
    url: await pageUrl(read, `/portal${path}`, client.brandId),
    facts: { client: client.displayName, brand: brand.name, ...subject.facts },
  };
}

async function staffRecipients(read: Read, def: MessageDef, subject: Subject, path: string): Promise<Recipient[]> {
  const ids = subject.staff ?? (def.grant ? await staffHolding(read, def.grant) : []);
  if (ids.length === 0) return [];
  const [brand, url] = [await lookOf(read, null), await pageUrl(read, `/desk${path}`, null)];
  const users = await Promise.all([...new Set(ids)].map((id) => findUser(read, id)));
  return users.flatMap((user) =>
    user?.status === 'active'
      ? [
          {
            key: user.id,
            clientId: null,
            userId: user.id,
            language: 'en' as const,
            zone: user.timeZone ?? 'UTC',
            email: user.email,
            phone: null,
            brand,
            subject: 'tenant',
            url,
            facts: { brand: brand.name, ...subject.facts },
          },
        ]
      : [],
  );
}

/** Everybody a message is for. A client is told by his own brand, whatever the house's first one is. */
export async function recipientsOf(read: Read, def: MessageDef, subject: Subject, objectId: string) {
  const path = def.path.replace('{id}', objectId);
  return def.audience === 'client'
    ? [await clientRecipient(read, subject, path)]
    : staffRecipients(read, def, subject, path);
}
