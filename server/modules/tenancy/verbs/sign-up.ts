import type { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { type Id, idFromUuid, uuidFromId, uuidv7 } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { rolePresets } from '@/server/modules/access';
import { tokenExpiry, tokenTextOf } from '@/server/modules/identity';
import { shadeForDark } from '../color';
import { SignedUp, SignUp } from '../contract';
import { findJurisdiction } from '../jurisdictions';
import { logoOf } from '../logo';
import { createTenant, slugIsTaken } from '../repository/platform';

type Input = z.output<typeof SignUp>;
const hour = 3_600;

const featuresOf: Record<Input['kind'], string[]> = {
  brokerage: ['brokerage', 'partners', 'api'],
  prop: ['prop', 'partners', 'api'],
  both: ['brokerage', 'prop', 'partners', 'api'],
};

function entityOf(uow: Uow, input: Input['entity']) {
  const preset = findJurisdiction(input.jurisdiction);
  if (!preset) throw new Refusal('invalid', 'jurisdiction_unknown', { field: 'entity.jurisdiction' });
  return {
    id: uuidFromId('entity', uow.id('entity')),
    name: input.name,
    short_name: input.name.slice(0, 30),
    jurisdiction: preset.code,
    licence: input.licence ?? null,
    base_currency: input.baseCurrency ?? preset.baseCurrency,
    time_zone: preset.timeZone,
    cut_off: preset.cutOff,
    bank_calendar: preset.bankCalendar,
    trading_calendar: 'FX',
  };
}

async function brandOf(uow: Uow, input: Input, entityId: string) {
  const { name, color, logo, languages } = input.brand;
  return {
    id: uuidFromId('brand', uow.id('brand')),
    entity_id: entityId,
    name,
    slug: input.slug,
    color,
    color_dark: shadeForDark(color),
    logo_png: logo ? await logoOf(uow.ctx, logo, 'brand.logo') : null,
    languages,
    is_default: true,
  };
}

const tokenRow = (id: Id<'token'>, kind: 'ticket' | 'verify_email', userId: string, payload: object, now: Date) => ({
  id: uuidFromId('token', id),
  typeid: id,
  kind,
  user_id: userId,
  payload,
  expires_at: tokenExpiry(kind, now),
});

/** A company begins: its organisation, a sandbox with the roles of real jobs, first entity and brand, first administrator. */
export const signUp = command({
  name: 'tenancy.organisation.sign_up',
  actors: ['anonymous', 'staff', 'job'],
  ownAccount: true,
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  limits: (_input, { request: { ip }, credential }) =>
    ip && credential.kind !== 'job' ? [{ key: `sign-up/ip/${ip}`, max: 20, seconds: hour }] : [],
  input: SignUp,
  output: SignedUp,
  run: async (uow, input) => {
    if (uow.tenant.kind !== 'platform') throw new Refusal('not_found', 'sign_up_is_on_the_platform');
    if (await slugIsTaken(uow, input.slug)) throw new Refusal('conflict', 'slug_taken', { field: 'slug' });
    const tenantId = uuidv7(uow.ctx.clock, uow.ctx.rng);
    const organisationId = uow.id('organisation');
    const userId = uuidFromId('user', uow.id('user'));
    const entity = entityOf(uow, input.entity);
    const roles = rolePresets.map(({ key, name, grants }) => ({
      id: uuidFromId('role', uow.id('role')),
      key,
      name,
      grants,
    }));
    const administrator = roles.find((role) => role.key === 'administrator')?.id;
    const { email, name, password } = input.administrator;
    const [ticket, verify] = [uow.id('token'), uow.id('token')];
    const refused = await createTenant(uow, {
      at: uow.now,
      organisation: {
        id: uuidFromId('organisation', organisationId),
        name: input.name,
        kind: input.kind,
        country: input.country ?? null,
      },
      tenant: {
        id: tenantId,
        slug: input.slug,
        name: input.name,
        kind: input.kind,
        environment: 'sandbox',
        features: featuresOf[input.kind],
        settings: { soloMode: true },
      },
      entities: [entity],
      brands: [await brandOf(uow, input, entity.id)],
      roles,
      users: [{ id: userId, email, name, password_hash: await uow.ctx.ports.passwords.hash(password), language: 'en' }],
      memberships: [{ user_id: userId, role_id: administrator }],
      tokens: [
        tokenRow(ticket, 'ticket', userId, { surface: 'desk', method: 'sign_up' }, uow.now),
        tokenRow(verify, 'verify_email', userId, { email }, uow.now),
      ],
      audit: {
        id: uuidv7(uow.ctx.clock, uow.ctx.rng),
        actor: { kind: 'staff', name, userId: idFromUuid('user', userId) },
        action: uow.verb,
        object_type: 'organisation',
        object_id: organisationId,
        facts: { slug: input.slug, kind: input.kind },
        request_id: uow.request.id,
      },
    });
    if (refused) throw new Refusal('conflict', refused, { field: 'slug' });
    uow.audit({
      object: { type: 'organisation', id: organisationId },
      facts: { slug: input.slug, kind: input.kind, tenantId },
    });
    uow.emit({ name: 'tenancy/organisation.signed_up', data: { organisationId } });
    return { tenantId, slug: input.slug, ticket: await tokenTextOf(uow.ctx.keys, tenantId, 'ticket', ticket) };
  },
});
