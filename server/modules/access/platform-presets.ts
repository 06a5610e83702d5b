import { deskBasics, type RolePreset } from './preset';

/** Staff of the platform itself. */
export const platformPresets: readonly RolePreset[] = [
  {
    key: 'administrator',
    name: 'Platform administrator',
    about: 'Vets tenants, opens break-glass, runs the console.',
    grants: ['tenancy.*', 'access.*', 'work.*', 'audit.*', 'policy.*', 'read:*'],
    rowScope: 'all',
  },
  {
    key: 'support',
    name: 'Platform support',
    about: 'Sees tenants and their health.',
    grants: [...deskBasics, 'read:tenancy.*', 'read:audit.*'],
    rowScope: 'all',
  },
];
