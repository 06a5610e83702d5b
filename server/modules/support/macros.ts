import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { clientStanding } from '@/server/modules/clients';
import { listBrands } from '@/server/modules/tenancy';
import { FillMacro, MacroView, placeholders, SaveMacro } from './conversation-contract';
import { allMacros, findMacro, insertMacro, updateMacro } from './repository/conversations';
import { threadInReach } from './threads';

const inBraces = /\{([^{}]*)\}/g;

function requireKnownPlaces(texts: Readonly<Record<string, string>>): void {
  for (const text of Object.values(texts))
    for (const [, place = ''] of text.matchAll(inBraces))
      if (!placeholders.some((known) => known === place))
        throw new Refusal('invalid', 'placeholder_unknown', { field: 'texts', params: { place } });
}

export const saveMacro = command({
  name: 'support.macro.save',
  actors: ['staff', 'job'],
  input: SaveMacro,
  output: z.object({ id: idSchema('macro') }),
  run: async (uow, { id: known, ...values }) => {
    requireKnownPlaces(values.texts);
    const before = known ? found(await findMacro(uow, known), 'macro_not_found') : null;
    const id = before?.id ?? uow.id('macro');
    const row = { ...values, updatedAt: uow.now, updatedBy: uow.actor.name };
    await (before ? updateMacro(uow, id, row) : insertMacro(uow, { id, ...row }));
    uow.audit({
      object: { type: 'macro', id },
      changes: {
        name: [before?.name ?? null, values.name],
        texts: [before?.texts ?? null, values.texts],
        isActive: [before?.isActive ?? null, values.isActive],
      },
    });
    return { id };
  },
});

export const listMacros = query({
  name: 'support.macro.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.array(MacroView),
  run: (read) => allMacros(read),
});

/** The text for this client: in his language where there is one, names in their places. */
export const fillMacro = query({
  name: 'support.macro.fill',
  actors: ['staff'],
  input: FillMacro,
  output: z.object({ text: z.string(), language: z.string() }),
  run: async (read, { id, conversationId }) => {
    const thread = await threadInReach(read, 'support.macro.fill', conversationId);
    const macro = found(await findMacro(read, id), 'macro_not_found');
    const { client } = found(await clientStanding(read, thread.clientId), 'client_not_found');
    const brands = await listBrands.spec.run(read, {});
    const names: Record<string, string> = {
      name: client.legalName,
      number: client.number,
      agent: read.actor.name,
      brand: brands.rows.find((brand) => brand.id === client.brandId)?.name ?? read.tenant.name,
    };
    const language = client.language in macro.texts ? client.language : 'en';
    const text = (macro.texts[language] ?? '').replaceAll(inBraces, (whole, place: string) => names[place] ?? whole);
    return { text, language };
  },
});
