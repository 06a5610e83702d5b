import type { Ctx } from '@/server/kernel/context';
import { InvariantError } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { KycDocument } from './ports';

/** A file of the client as the provider is given it. */
export type ApplicationFile = Omit<KycDocument, 'country'> & {
  readonly id: Id<'document'>;
  /** ISO alpha-2 of the issuer, when the client named it. */
  readonly country: string | null;
};
/** Answers with files of this client only, whatever ids it is given. */
export type ReadFiles = (
  ctx: Ctx,
  wanted: { clientId: Id<'client'>; ids: readonly Id<'document'>[] },
) => Promise<ApplicationFile[]>;

let source: ReadFiles | null = null;

/** Composition roots say where the bytes of documents come from: opened for one call and kept nowhere. */
export function readFilesWith(read: ReadFiles): void {
  source = read;
}

export function readFiles(ctx: Ctx, wanted: Parameters<ReadFiles>[1]): Promise<ApplicationFile[]> {
  if (wanted.ids.length === 0) return Promise.resolve([]);
  if (!source) throw new InvariantError('nobody has said where documents are read from');
  return source(ctx, wanted);
}
