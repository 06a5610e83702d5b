export { tenancyEvents } from './events';
export { findJurisdiction, type JurisdictionPreset, jurisdictions } from './jurisdictions';
export {
  allBrands,
  allEntities,
  type BrandRecord,
  connectionsOfPort,
  type EntityRecord,
  findBrand,
  findConnection,
  findEntity,
} from './repository/tenant';
export {
  createBrand,
  createEntity,
  editBrand,
  editEntity,
  listBrands,
  listEntities,
  publicLook,
  setDefaultBrand,
} from './verbs/brands';
export { breakTheGlass, closeTheGlass, listBreakGlass } from './verbs/break-glass';
export {
  changeConnection,
  createConnection,
  listConnections,
  openConnection,
  openConnectionsOfPort,
  recordConnectionHealth,
  requestConnectionTest,
} from './verbs/connections';
export {
  addDomain,
  checkDomain,
  listDomains,
  recordDomainCheck,
  removeDomain,
  requestDomainCheck,
} from './verbs/domains';
export { changeRun, getRun, houseHealth, jobsOverview, listRuns } from './verbs/jobs';
export { bootstrapPlatform, getTenant, listTenants, setTenantState, vetOrganisation } from './verbs/platform';
export { getSettings, requestGoLive, setFeature, setupChecklist, updateSettings } from './verbs/settings';
export { signUp } from './verbs/sign-up';
