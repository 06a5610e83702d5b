import type { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { query } from '@/server/kernel/verb';
import { capabilitiesIf, clientStanding } from '@/server/modules/clients';
import { type ScreeningStanding, screeningStanding } from '@/server/modules/screening';
import { openAnswers } from './answers';
import { weigh } from './assess';
import { Outlook, OutlookInput } from './contract';
import { reachApplication } from './reach';
import { maySeeScreening } from './view';

type Stand = z.output<typeof Outlook>['now'];

const standOf = ({ tier, capabilities }: Awaited<ReturnType<typeof capabilitiesIf>>[number]): Stand => ({
  tier,
  capabilities: Object.fromEntries(
    Object.entries(capabilities).map(([action, { state, reasons }]) => [action, { state, reasons: [...reasons] }]),
  ),
});

/** Outside compliance an open match must not show through the tier that approval would give. */
const nothingListed = (real: ScreeningStanding): ScreeningStanding => ({
  ...real,
  result: 'clear',
  trueHits: 0,
  openTopHits: 0,
});

/** Capabilities before and after a decision, with what the reviewer has seen counted in. */
export const lookAhead = query({
  name: 'onboarding.application.outlook',
  actors: ['staff'],
  input: OutlookInput,
  output: Outlook,
  run: async (read, { id, evidence }) => {
    const row = await reachApplication(read, id, { verb: 'onboarding.application.outlook' });
    const [answers, real, standing] = await Promise.all([
      openAnswers(read, 'application', id, row.answers),
      screeningStanding(read, row.personId),
      clientStanding(read, row.clientId),
    ]);
    const now = found(standing, 'client_not_found');
    const { assignment } = await weigh(read, {
      application: { clientId: row.clientId, evidence: [...new Set([...row.evidence, ...evidence])] },
      answers,
      screening: maySeeScreening(read) ? real : nothingListed(real),
      restrictions: [],
      keepsRestrictions: false,
    });
    const [approve, reject] = await capabilitiesIf(read, row.clientId, [
      { verification: 'approved', tier: assignment.tier ?? 'T0' },
      { verification: 'rejected', tier: 'restricted' },
    ]);
    return {
      now: standOf({ tier: now.client.tier, capabilities: now.capabilities }),
      approve: { ...standOf(found(approve, 'client_not_found')), missing: [...assignment.missing] },
      reject: standOf(found(reject, 'client_not_found')),
    };
  },
});
