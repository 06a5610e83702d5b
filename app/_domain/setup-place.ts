/** Where each step of the road to live is done, below the desk; a step without a place waits for somebody else. */
export const setupPlace: Record<string, string | undefined> = {
  email_verified: 'settings/me',
  second_factor: 'settings/me',
  second_person: 'settings/team',
  licence: 'settings/organisation',
  logo: 'settings/brands',
  sender: 'settings/brands',
  domain: 'settings/brands',
  psp: 'settings/connections',
  kyc: 'settings/connections',
  platform: 'settings/connections',
  mail: 'settings/connections',
  auditor: 'settings/organisation',
  vetted: 'settings/go-live',
};
