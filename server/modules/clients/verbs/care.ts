import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { AssignIntroducer, RevealField, SetTags } from '../contract';
import { refreshClient } from '../people';
import { changeIntroducer, findClient, findPerson, updateClient } from '../repository/clients';
import { revealedField } from '../reveal';
import { requireVisible } from '../standing';

const Ref = z.object({ id: idSchema('client') });

/** From now on; what was earned before stays with whom it was earned by. */
export const assignIntroducer = command({
  name: 'clients.introducer.assign',
  actors: ['staff', 'job'],
  auditRefusal: true,
  input: AssignIntroducer,
  output: Ref,
  run: async (uow, { clientId, code, introducerClientId, reason }) => {
    await requireVisible(uow, clientId);
    if (introducerClientId === clientId)
      throw new Refusal('rejected', 'cannot_introduce_oneself', { field: 'introducerClientId' });
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    const introducer = { introducerCode: code, introducerClientId: introducerClientId ?? null };
    await updateClient(uow, clientId, introducer);
    await changeIntroducer(uow, {
      clientId,
      since: uow.now,
      code,
      introducerClientId: introducer.introducerClientId,
      source: uow.actor.kind,
      recordedAt: uow.now,
    });
    uow.audit({
      object: { type: 'client', id: clientId },
      client: clientId,
      changes: { introducer: [row.introducerCode, code] },
      reason,
    });
    return { id: clientId };
  },
});

export const setTags = command({
  name: 'clients.tag.set',
  actors: ['staff', 'job'],
  input: SetTags,
  output: Ref,
  run: async (uow, { clientId, tags }) => {
    await requireVisible(uow, clientId);
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    const next = [...new Set(tags)].sort();
    await updateClient(uow, clientId, { tags: next });
    const person = found(await findPerson(uow, row.personId), 'person_not_found');
    await refreshClient(uow, { ...row, tags: next }, person);
    uow.audit({ object: { type: 'client', id: clientId }, client: clientId, changes: { tags: [row.tags, next] } });
    return { id: clientId };
  },
});

/** Shows one masked field to one person, with a reason; counted, logged and told. */
export const revealField = command({
  name: 'clients.field.reveal',
  actors: ['staff'],
  auditRefusal: true,
  secretOutput: true,
  limits: (_input, ctx) => [
    {
      key: `reveal/${ctx.credential.kind === 'session' ? ctx.credential.sessionId : ctx.credential.kind}`,
      max: 40,
      seconds: 3_600,
    },
  ],
  input: RevealField,
  output: z.object({ value: z.string().nullable() }),
  run: async (uow, { clientId, field, reason }) => {
    await requireVisible(uow, clientId);
    return { value: await revealedField(uow, clientId, field, reason) };
  },
});
