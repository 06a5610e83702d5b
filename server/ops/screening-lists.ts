import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { PlatformDatabase } from '@/db/platform-client';
import { hashList, type ListFile, loadList, type StoredList, storeList } from '@/server/modules/screening';

const read = (file: string) => createReadStream(file);
const primaries = { 'sdn.csv': 'ofac_sdn', 'cons_prim.csv': 'ofac_consolidated' } as const;
const companions = {
  ofac_sdn: ['alt.csv', 'add.csv'],
  ofac_consolidated: ['cons_alt.csv', 'cons_add.csv'],
} as const;

/** The lists below a folder, told by the names their publishers give the files; XML by what it says of itself. */
export async function findLists(folder: string): Promise<ListFile[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const lists: ListFile[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    const base = path.basename(name).toLowerCase();
    if (base === 'sdn.csv' || base === 'cons_prim.csv') {
      const source = primaries[base];
      const beside = (companion: string) => names.find((other) => other === path.join(path.dirname(name), companion));
      const [aliases, addresses] = companions[source].map(beside);
      lists.push({
        format: 'ofac_csv',
        source,
        files: {
          primary: read(file),
          ...(aliases ? { aliases: read(path.join(folder, aliases)) } : {}),
          ...(addresses ? { addresses: read(path.join(folder, addresses)) } : {}),
        },
      });
    } else if (base.endsWith('.xml')) {
      const list = await xmlList(file, base);
      if (list) lists.push(list);
    }
  }
  return lists;
}

async function xmlList(file: string, base: string): Promise<ListFile | null> {
  const handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2_048), 0, 2_048, 0);
  await handle.close();
  const head = buffer.subarray(0, bytesRead).toString('utf8');
  if (head.includes('<CONSOLIDATED_LIST')) return { format: 'un_xml', source: 'un_consolidated', file: read(file) };
  if (!head.includes('<sdnList')) return null;
  return {
    format: 'ofac_xml',
    source: base.startsWith('cons') ? 'ofac_consolidated' : 'ofac_sdn',
    file: read(file),
  };
}

/** Reads every list of a folder and puts it in force, each in a transaction of its own. */
export async function loadLists(
  platform: PlatformDatabase,
  folder: string,
  options: { readonly now: Date; readonly accept?: boolean },
): Promise<StoredList[]> {
  const stored: StoredList[] = [];
  for (const file of await findLists(folder)) {
    const list = await hashList(await loadList(file));
    stored.push(await platform.transaction(({ db }) => storeList(db, list, options.now, options)));
  }
  return stored;
}
