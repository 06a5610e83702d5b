import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { evidenceKinds, FlowView, Picklists } from './contract';
import { defaultFlow } from './default-flow';
import { FlowDefinition, localised } from './flow';
import { asks, rejections } from './picklists';
import { currentApplication, insertFlow, newestFlow } from './repository/applications';
import { isOpen } from './state';

/** What is asked of whoever begins now. Version 0 is the product's own. */
export async function flowInForce(read: Read): Promise<{ version: number; definition: FlowDefinition }> {
  const row = await newestFlow(read);
  return row
    ? { version: row.version, definition: FlowDefinition.parse(row.definition) }
    : { version: 0, definition: defaultFlow };
}

export function flowView(version: number, flow: FlowDefinition, language: string): z.output<typeof FlowView> {
  const say = (text: Parameters<typeof localised>[0]) => localised(text, language);
  return {
    version,
    steps: flow.steps.map((step) => ({
      key: step.key,
      title: say(step.title),
      intro: step.intro ? say(step.intro) : null,
      fields: step.fields.map((field) => ({
        key: field.key,
        kind: field.kind,
        label: say(field.label),
        help: field.help ? say(field.help) : null,
        required: field.required,
        max: field.max ?? null,
        options: (field.options ?? []).map((option) => ({ value: option.value, label: say(option.label) })),
        when: field.when ?? null,
      })),
    })),
    documents: flow.documents.map((need) => ({
      key: need.key,
      label: say(need.label),
      help: need.help ? say(need.help) : null,
      anyOf: need.anyOf,
      required: need.required,
    })),
  };
}

/** Who has begun answers the questions he began with. */
async function ownFlow(read: Read): Promise<{ version: number; definition: FlowDefinition } | null> {
  const { kind, clientId } = read.actor;
  const row = kind === 'client' && clientId ? await currentApplication(read, clientId) : null;
  if (!row || !isOpen(row.state)) return null;
  return { version: row.flowVersion, definition: FlowDefinition.parse(row.flow) };
}

export const readFlow = query({
  name: 'onboarding.flow.read',
  actors: ['client', 'staff', 'job'],
  input: z.object({
    language: z
      .string()
      .regex(/^[a-z]{2}$/)
      .nullish(),
  }),
  output: FlowView,
  run: async (read, { language }) => {
    const { version, definition } = (await ownFlow(read)) ?? (await flowInForce(read));
    return flowView(version, definition, language ?? read.actor.language ?? 'en');
  },
});

/** The definition itself, for whoever edits it. */
export const readFlowDefinition = query({
  name: 'onboarding.flow.definition',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ version: z.number().int(), definition: FlowDefinition }),
  run: (read) => flowInForce(read),
});

/** Applications under way keep the questions they were begun with. */
export const publishFlow = command({
  name: 'onboarding.flow.publish',
  actors: ['staff', 'job'],
  stepUp: true,
  input: z.object({
    definition: FlowDefinition,
    /** The version the editor began with: two who edit at once do not overwrite each other. */
    after: z.number().int().min(0),
    note: z.string().trim().min(4).max(500),
  }),
  output: z.object({ version: z.number().int() }),
  run: async (uow, { definition, after, note }) => {
    const { version: present } = await flowInForce(uow);
    if (present !== after) throw new Refusal('conflict', 'stale_version', { params: { version: present } });
    const id = uow.id('flow');
    const version = present + 1;
    const publishedBy = actorRecord(uow.actor);
    await insertFlow(uow, { id, version, definition, note, publishedBy, publishedAt: uow.now });
    uow.audit({
      object: { type: 'flow', id },
      changes: { version: [present, version] },
      facts: { steps: definition.steps.length, fields: definition.steps.flatMap((step) => step.fields).length },
      reason: note,
    });
    return { version };
  },
});

const staffWords = (list: Record<string, { staff: string }>) =>
  Object.fromEntries(Object.entries(list).map(([code, { staff }]) => [code, staff]));

export const readPicklists = query({
  name: 'onboarding.picklist.read',
  actors: ['staff'],
  input: z.object({}),
  output: Picklists,
  run: async () => ({ asks: staffWords(asks), rejections: staffWords(rejections), evidence: [...evidenceKinds] }),
});
