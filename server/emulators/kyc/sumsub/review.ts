import { SumsubFault } from './errors';
import { type Applicant, emit, type ReviewResult, save, stamp, type World } from './world';

export type Verdict = ReviewResult | 'onHold' | 'wait';

const red = (
  type: 'FINAL' | 'RETRY',
  label: string,
  moderationComment: string,
  clientComment: string,
): ReviewResult => ({
  reviewAnswer: 'RED',
  reviewRejectType: type,
  rejectLabels: [label],
  moderationComment,
  clientComment,
});

/** Magic words, as family name or as `SUMSUB:<word>` inside an uploaded file; a file outranks the name. */
const scripted: Readonly<Record<string, Verdict>> = {
  GREEN: { reviewAnswer: 'GREEN' },
  FORGED: red('FINAL', 'FORGERY', 'We could not verify your profile.', 'Document shows traces of editing'),
  SANCTIONED: red('FINAL', 'SANCTIONS', 'We could not verify your profile.', 'Applicant is on a sanctions list'),
  FRAUDSTER: red(
    'FINAL',
    'FRAUDULENT_PATTERNS',
    'We could not verify your profile.',
    'Device seen with blocked applicants',
  ),
  BLURRY: red('RETRY', 'UNSATISFACTORY_PHOTOS', 'Please upload a sharper photo of your document.', 'Blurred image'),
  EXPIRED: red('RETRY', 'EXPIRATION_DATE', 'Please upload a document that has not expired.', 'Document expired'),
  MISMATCH: red('RETRY', 'PROBLEMATIC_APPLICANT_DATA', 'Your data differs from your document.', 'Name mismatch'),
  HOLD: 'onHold',
  SLOW: 'wait',
};

export function verdictFor(applicant: Applicant): Verdict {
  const scripts = applicant.documents.flatMap((document) =>
    document.active && document.script ? [document.script] : [],
  );
  const script = scripts.find((word) => word !== 'GREEN') ?? scripts[0];
  if (script && scripted[script]) return scripted[script];
  const named = scripted[(applicant.fixedInfo.lastName ?? '').toUpperCase()];
  // Who was asked to correct something has done so with the next attempt.
  const corrected = typeof named === 'object' && named.reviewRejectType === 'RETRY' && applicant.attemptCnt > 1;
  return named && !corrected ? named : { reviewAnswer: 'GREEN' };
}

export function submit(world: World, applicant: Applicant): Applicant {
  if (
    applicant.reviewStatus === 'pending' ||
    applicant.reviewStatus === 'queued' ||
    applicant.reviewStatus === 'onHold'
  ) {
    throw new SumsubFault(409, `Applicant is already in status ${applicant.reviewStatus}`);
  }
  if (applicant.reviewResult?.reviewRejectType === 'FINAL' && applicant.reviewStatus === 'completed') {
    throw new SumsubFault(409, 'Applicant has received a FINAL rejection', 1009, 'applicant-with-final-reject');
  }
  const missing = missingSteps(world, applicant);
  if (missing.length > 0) throw new SumsubFault(400, `Applicant lacks required documents: ${missing.join(', ')}`);
  const again = applicant.reviewStatus === 'completed';
  const pending = save(world, applicant, {
    reviewStatus: 'pending',
    reviewResult: null,
    attemptId: world.id(5),
    attemptCnt: applicant.attemptCnt + (again ? 1 : 0),
  });
  emit(world, 'applicantPending', pending);
  const id = String(world.runtime.books.next('sumsub.due'));
  world.due.put(id, { id, at: world.now() + world.reviewSeconds, applicant: pending.id, attempt: pending.attemptCnt });
  return pending;
}

export function missingSteps(world: World, applicant: Applicant): string[] {
  const active = applicant.documents.filter((document) => document.active);
  const lacking = (world.levels[applicant.levelName] ?? []).filter(
    (set) => !active.some((document) => set.includes(document.idDocType)),
  );
  const halves = active.filter(
    (document) =>
      document.idDocSubType === 'FRONT_SIDE' &&
      !active.some((other) => other.idDocType === document.idDocType && other.idDocSubType === 'BACK_SIDE'),
  );
  return [...lacking.map((set) => set.join('|')), ...halves.map((document) => `${document.idDocType} BACK_SIDE`)];
}

export function decide(world: World, applicant: Applicant, verdict: Verdict): Applicant {
  if (verdict === 'wait') return applicant;
  if (verdict === 'onHold') {
    const held = save(world, applicant, { reviewStatus: 'onHold' });
    emit(world, 'applicantOnHold', held);
    return held;
  }
  const decided = save(world, applicant, {
    reviewStatus: 'completed',
    reviewResult: verdict,
    reviewDate: stamp(world.runtime.clock.now()),
    // A rejected photo has to be replaced, it does not count any more.
    documents:
      verdict.reviewRejectType === 'RETRY'
        ? applicant.documents.map((document) => ({ ...document, active: false }))
        : applicant.documents,
  });
  emit(world, 'applicantReviewed', decided);
  return decided;
}

export function reset(world: World, applicant: Applicant): Applicant {
  if (applicant.reviewResult?.reviewRejectType === 'FINAL') {
    throw new SumsubFault(409, 'Applicant has received a FINAL rejection', 1009, 'applicant-with-final-reject');
  }
  const fresh = save(world, applicant, {
    reviewStatus: 'init',
    reviewResult: null,
    reviewDate: null,
    attemptId: world.id(5),
    attemptCnt: applicant.attemptCnt + 1,
    documents: applicant.documents.map((document) => ({ ...document, active: false })),
  });
  emit(world, 'applicantReset', fresh);
  return fresh;
}

/** Reviews come to their end by the clock. */
export function tick(world: World): void {
  for (const due of world.due.values()) {
    if (due.at > world.now()) continue;
    world.due.delete(due.id);
    const applicant = world.applicants.get(due.applicant);
    if (applicant?.reviewStatus === 'pending' && applicant.attemptCnt === due.attempt) {
      decide(world, applicant, verdictFor(applicant));
    }
  }
}
