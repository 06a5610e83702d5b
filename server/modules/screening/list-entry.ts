import type { LocalDate } from '@/server/kernel/time';

export type ListSource = 'ofac_sdn' | 'ofac_consolidated' | 'un_consolidated';
export type EntryType = 'individual' | 'entity' | 'vessel' | 'aircraft';

export type ListedName = {
  readonly text: string;
  /** `weak`: the publisher itself warns that it is a nickname or too common to search by. */
  readonly quality: 'primary' | 'strong' | 'weak';
  readonly kind: 'name' | 'also_known' | 'formerly_known' | 'original_script';
};

/** A day is a range of one day; a year, "circa" and "between" are longer ones. */
export type DateRange = { readonly from: LocalDate; readonly to: LocalDate };

export type CountryLink = {
  /** ISO alpha-2; null where the list names a place that is none, as "Palestinian". */
  readonly country: string | null;
  readonly text: string;
  readonly role: 'nationality' | 'citizenship' | 'birth' | 'address' | 'document';
};

/** The one shape of every list. */
export type ListEntry = {
  /** Stable over updates of the list: source and the publisher's own id. */
  readonly id: string;
  readonly source: ListSource;
  readonly sourceId: string;
  /** The publisher's reference where it differs from the id, as UN "QDi.430". */
  readonly reference: string | null;
  readonly type: EntryType;
  readonly names: readonly ListedName[];
  readonly born: readonly DateRange[];
  readonly gender: 'male' | 'female' | null;
  readonly countries: readonly CountryLink[];
  readonly programmes: readonly string[];
  readonly documents: readonly { readonly kind: string; readonly number: string; readonly country: string | null }[];
  readonly listedOn: LocalDate | null;
  readonly remarks: string | null;
};

/** What a loader says while it reads: a file with a broken record is still read to its end, and the record is named. */
export type ListEvent =
  | { readonly kind: 'entry'; readonly entry: ListEntry }
  | { readonly kind: 'published'; readonly at: string }
  | { readonly kind: 'problem'; readonly record: string; readonly reason: string };

export type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

export class ListFormatError extends Error {
  override readonly name = 'ListFormatError';
}

/** The text of a byte stream; a character cut in two by a chunk comes out whole. */
export async function* textOf(chunks: Chunks): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of chunks) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
