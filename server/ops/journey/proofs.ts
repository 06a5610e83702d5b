import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Product, runBeside } from './product';
import type { Finding } from './report';
import type { Stage } from './story';
import { until } from './waiting';

const finding = (what: string): Finding => ({ who: 'the house', step: 'audit log', what });
const Status = z.object({ entries: z.number(), sealed: z.number() });
const Export = z.object({
  trail: z.looseObject({ size: z.number(), entries: z.array(z.unknown()) }),
  checkpoint: z.string(),
  verifierKey: z.string(),
});
const Page = z.object({ entries: z.array(z.unknown()), next: z.number().nullable() });

/** The whole log, twice: recomputed from its rows by the product's command, and from an export by the stand-alone verifier. */
export async function auditIsWhole(stage: Stage, product: Product): Promise<Finding[]> {
  const { administrator } = stage.roster;
  await until(
    'every entry to be sealed',
    async () => {
      const { entries, sealed } = await administrator.query('audit.log.status', {}, Status);
      return entries === sealed;
    },
    60,
  ).catch(() => undefined);
  const command = ['--import', 'tsx', 'server/ops/verify-audit.ts', '--tenant', stage.company.slug];
  const [inside, outside] = [await runBeside(product, command), await verifyExport(stage, product)];
  const findings: Finding[] = [];
  if (inside.code !== 0) findings.push(finding(`verify:audit says: ${inside.output.trim().slice(-300)}`));
  if (outside.code !== 0) findings.push(finding(`the stand-alone verifier says: ${outside.output.trim().slice(-300)}`));
  return findings;
}

async function verifyExport(stage: Stage, product: Product): Promise<{ code: number; output: string }> {
  const { administrator } = stage.roster;
  const reason = 'the journey proves the log to an outsider';
  const { trail, checkpoint, verifierKey } = await administrator.mutate('audit.trail.export', { reason }, Export);
  for (let from: number | null = 0; from !== null; ) {
    const page: z.output<typeof Page> = await administrator.query('audit.trail.page', { size: trail.size, from }, Page);
    trail.entries.push(...page.entries);
    from = page.next;
  }
  const file = (name: string, text: string): string => {
    const path = join(product.folder, `journey-${stage.company.slug}-${name}`);
    writeFileSync(path, text);
    return path;
  };
  const args = [
    file('trail.json', JSON.stringify(trail)),
    file('checkpoint.txt', checkpoint),
    file('key.txt', verifierKey),
  ];
  return runBeside(product, ['public/verify-trail.mjs', ...args]);
}
