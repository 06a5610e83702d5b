import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rngOf } from './cast';
import { type Product, runBeside } from './product';

export type Listed = { readonly firstName: string; readonly lastName: string; readonly bornOn: string };

/** Somebody of the list with a full date of birth and a plain name: told as a client would tell it, in the UN's own format. */
export function listedPerson(folder: string, seed: number): Listed {
  const file = readdirSync(folder, { recursive: true })
    .map(String)
    .find(
      (name) =>
        name.toLowerCase().endsWith('.xml') && readFileSync(join(folder, name), 'utf8').includes('<INDIVIDUAL>'),
    );
  if (!file) throw new Error(`no list of persons in the UN's format below ${folder}`);
  const people = readFileSync(join(folder, file), 'utf8').split('<INDIVIDUAL>').slice(1).flatMap(personOf);
  const chosen = people[Math.floor(rngOf(seed)() * people.length)];
  if (!chosen) throw new Error(`nobody in ${file} has a plain name and a date of birth`);
  return chosen;
}

function personOf(record: string): Listed[] {
  const tag = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(record)?.[1]?.trim() ?? '';
  const names = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'].map(tag).filter(Boolean);
  const born = /<INDIVIDUAL_DATE_OF_BIRTH>[\s\S]*?<DATE>(\d{4}-\d{2}-\d{2})<\/DATE>/.exec(record)?.[1];
  const [firstName, ...others] = names;
  const lastName = others.join(' ');
  const isPlain = /^[A-Za-z' -]{3,60}$/.test(`${firstName} ${lastName}`);
  return firstName && lastName && born && isPlain
    ? [{ firstName: titled(firstName), lastName: titled(lastName), bornOn: born }]
    : [];
}

const titled = (text: string): string => text.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** Nobody of these exists; they stand in where no published list is at hand. */
const invented = [
  ['ZOLTAN BRISK', 'KORMORAN', '1971-04-09'],
  ['MAREVA', 'OSTROGALD', '1964-11-23'],
  ['TIBURCIO', 'VANDERQUEL', '1980-02-14'],
] as const;

function builtInList(folder: string): string {
  const individuals = invented.map(
    ([first, second, born], i) => `    <INDIVIDUAL>
      <DATAID>99000${i}</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>${first}</FIRST_NAME><SECOND_NAME>${second}</SECOND_NAME>
      <UN_LIST_TYPE>TEST</UN_LIST_TYPE><REFERENCE_NUMBER>TEi.00${i}</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>${born}</DATE></INDIVIDUAL_DATE_OF_BIRTH>
    </INDIVIDUAL>`,
  );
  const path = join(folder, 'journey-lists');
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'consolidated.xml'),
    `<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00.000Z">
  <INDIVIDUALS>
${individuals.join('\n')}
  </INDIVIDUALS>
  <ENTITIES></ENTITIES>
</CONSOLIDATED_LIST>
`,
  );
  return path;
}

/** Puts the lists in force by the product's own command, as its operator does. Answers with the folder they lie in. */
export async function loadLists(product: Product, given: string | undefined): Promise<string> {
  const folder = given ?? builtInList(product.folder);
  const { code, output } = await runBeside(product, ['--import', 'tsx', 'server/ops/screening-load.ts', folder]);
  if (code !== 0)
    throw new Error(
      `the lists in ${folder} were not put in force (a product that has larger ones needs --lists): ${output.trim()}`,
    );
  return folder;
}
