import { z } from 'zod';

const ofApplication = z.object({ applicationId: z.string(), clientId: z.string() });

/** Published facts; ids only. */
export const onboardingEvents = {
  'onboarding/application.submitted': ofApplication,
  /** The form has been screened and nothing speaks against asking the provider. */
  'onboarding/check.wanted': ofApplication,
  /** Something happened at the provider: the decision is to be fetched. */
  'onboarding/check.hinted': ofApplication,
  'onboarding/application.decided': ofApplication,
  'onboarding/application.needs_more': ofApplication,
  'onboarding/renewal.due': ofApplication,
} as const;
