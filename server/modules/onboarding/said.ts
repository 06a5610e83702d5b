import { z } from 'zod';
import { localised } from './flow';
import { asks, rejections } from './picklists';
import type { ApplicationRow } from './repository/applications';

const Codes = z.array(z.string());

/** What the applicant reads about his application, in his language. Internal reasons read alike outside. */
export function saidTo(row: ApplicationRow, language: string) {
  const say = (text: { en: string }) => localised(text, language);
  const reason = row.state === 'rejected' ? rejections[row.outcomeReason as keyof typeof rejections] : undefined;
  return {
    asks: Codes.parse(row.asks).flatMap((code) =>
      code in asks ? [{ code, text: say(asks[code as keyof typeof asks].shown) }] : [],
    ),
    note: row.noteToClient,
    reason: reason ? say(reason.shown) : null,
  };
}
