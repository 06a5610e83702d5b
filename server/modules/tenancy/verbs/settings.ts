import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { usersOfKind } from '@/server/modules/identity';
import { Checklist, Feature, Settings, StoredSettings, sessionIdleDefault, UpdateSettings } from '../contract';
import { markGoLiveRequested, settingsRow, setupFacts, updateTenant } from '../repository/tenant';
import { itemsOf } from '../setup';

const Nothing = z.object({});

async function settingsOf(read: Read) {
  return found(await settingsRow(read), 'tenant_not_found');
}

function readStored(settings: unknown) {
  const stored = StoredSettings.parse(settings ?? {});
  const idle = (surface: keyof typeof sessionIdleDefault) =>
    stored.sessionIdleMinutes[surface] ?? sessionIdleDefault[surface];
  const sessionIdleMinutes = {
    desk: idle('desk'),
    portal: idle('portal'),
    partner: idle('partner'),
    platform: idle('platform'),
  };
  return { ...stored, sessionIdleMinutes };
}

export const getSettings = query({
  name: 'tenancy.settings.get',
  actors: ['staff', 'job'],
  input: Nothing,
  output: Settings,
  run: async (read) => {
    const { tenant } = await settingsOf(read);
    return {
      name: tenant.name,
      slug: tenant.slug,
      kind: tenant.kind,
      environment: read.tenant.environment,
      status: tenant.status,
      features: tenant.features,
      auditorEmail: tenant.auditorEmail,
      ...readStored(tenant.settings),
    };
  },
});

export const updateSettings = command({
  name: 'tenancy.settings.update',
  actors: ['staff'],
  stepUp: true,
  input: UpdateSettings,
  output: Nothing,
  run: async (uow, input) => {
    const { tenant } = await settingsOf(uow);
    if (input.soloMode && uow.tenant.environment === 'live')
      throw new Refusal('rejected', 'solo_mode_is_for_the_sandbox', { field: 'soloMode' });
    const before = readStored(tenant.settings);
    const after = {
      soloMode: input.soloMode ?? before.soloMode,
      sessionIdleMinutes: { ...before.sessionIdleMinutes, ...input.sessionIdleMinutes },
      sealWaitSeconds: input.sealWaitSeconds ?? before.sealWaitSeconds,
    };
    const next = {
      name: input.name ?? tenant.name,
      auditorEmail: input.auditorEmail === undefined ? tenant.auditorEmail : input.auditorEmail,
      settings: { ...(tenant.settings as Record<string, unknown>), ...after }, // an object by the table's default
    };
    await updateTenant(uow, next);
    uow.audit({
      object: { type: 'tenant', id: uow.tenant.slug },
      changes: {
        name: [tenant.name, next.name],
        auditorEmail: [tenant.auditorEmail, next.auditorEmail],
        soloMode: [before.soloMode, after.soloMode],
        sessionIdleMinutes: [before.sessionIdleMinutes, after.sessionIdleMinutes],
        sealWaitSeconds: [before.sealWaitSeconds, after.sealWaitSeconds],
      },
    });
    return {};
  },
});

export const setFeature = command({
  name: 'tenancy.feature.set',
  actors: ['staff'],
  stepUp: true,
  input: z.object({ feature: Feature, isOn: z.boolean() }),
  output: z.object({ features: z.array(z.string()) }),
  run: async (uow, { feature, isOn: wanted }) => {
    const { tenant } = await settingsOf(uow);
    const features = [...new Set([...tenant.features.filter((one) => one !== feature), ...(wanted ? [feature] : [])])];
    if (!features.includes('brokerage') && !features.includes('prop'))
      throw new Refusal('rejected', 'a_business_is_needed', { field: 'feature' });
    await updateTenant(uow, { features: features.sort() });
    uow.audit({
      object: { type: 'tenant', id: uow.tenant.slug },
      changes: { [feature]: [tenant.features.includes(feature), wanted] },
    });
    return { features };
  },
});

async function checklistOf(read: Read) {
  const { tenant, organisation } = await settingsOf(read);
  const [row, people] = await Promise.all([setupFacts(read), usersOfKind(read, 'staff')]);
  const facts = found(row, 'tenant_not_found');
  const active = people.filter((one) => one.status === 'active');
  const items = itemsOf({
    ...facts,
    staff: active.length,
    verified: active.filter((one) => one.emailVerifiedAt !== null).length,
    unprotected: active.filter((one) => one.totpEnabledAt === null && one.passkeys === 0).length,
    ports: facts.ports ?? [],
    kind: tenant.kind,
    hasAuditor: tenant.auditorEmail !== null,
    isVetted: organisation.vettedAt !== null,
  });
  const isReady = items.every((item) => item.isDone || !item.isRequired || item.key === 'vetted');
  return { items, isReady, goLiveRequestedAt: organisation.goLiveRequestedAt, organisation };
}

/** What is still missing before clients' money can come: computed from the data, never ticked by hand. */
export const setupChecklist = query({
  name: 'tenancy.setup.checklist',
  actors: ['staff'],
  input: Nothing,
  output: Checklist,
  run: async (read) => {
    const { items, isReady, goLiveRequestedAt } = await checklistOf(read);
    return { items, isReady, goLiveRequestedAt };
  },
});

export const requestGoLive = command({
  name: 'tenancy.go_live.request',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Nothing,
  output: Nothing,
  run: async (uow) => {
    if (uow.tenant.environment === 'live') throw new Refusal('conflict', 'already_live');
    const { items, isReady, organisation } = await checklistOf(uow);
    if (!isReady) {
      const missing = items.filter((item) => item.isRequired && !item.isDone && item.key !== 'vetted');
      throw new Refusal('rejected', 'setup_incomplete', {
        params: { missing: missing.map((item) => item.key).join(', ') },
      });
    }
    await markGoLiveRequested(uow);
    uow.audit({ object: { type: 'organisation', id: organisation.id } });
    uow.emit({ name: 'tenancy/go_live.requested', data: { organisationId: organisation.id } });
    return {};
  },
});
