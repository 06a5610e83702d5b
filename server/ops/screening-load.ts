import { parseArgs } from 'node:util';
import { connectPlatform } from '@/db/platform-client';
import { systemClock } from '@/server/kernel/clock';
import { withDatabase } from './database';
import { loadLists } from './screening-lists';

/** `npm run screening:load -- DIR [--accept]`: reads the published OFAC and UN files below DIR. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { accept: { type: 'boolean' } } });
const [folder] = positionals;
if (!folder) throw new Error('which folder? npm run screening:load -- DIR');

const lists = await withDatabase(async ({ platformUrl }) => {
  const platform = await connectPlatform(platformUrl);
  try {
    return await loadLists(platform, folder, { now: systemClock.now(), accept: values.accept === true });
  } finally {
    await platform.end();
  }
});
for (const { source, version, entries, state, heldBecause } of lists)
  console.log(`${source}: ${entries} entries, version ${version}, ${heldBecause ? `held: ${heldBecause}` : state}`);
if (lists.length === 0) console.error(`no list that we know lies in ${folder}`);
process.exitCode = lists.length > 0 && lists.every(({ state }) => state !== 'held') ? 0 : 1;
