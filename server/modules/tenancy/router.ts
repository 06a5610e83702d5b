import * as tenancy from './index';

export const tenancyRouter = {
  organisation: { signUp: tenancy.signUp },
  setup: { checklist: tenancy.setupChecklist },
  goLive: { request: tenancy.requestGoLive },
  settings: { get: tenancy.getSettings, update: tenancy.updateSettings },
  feature: { set: tenancy.setFeature },
  entity: { list: tenancy.listEntities, create: tenancy.createEntity, update: tenancy.editEntity },
  brand: {
    list: tenancy.listBrands,
    create: tenancy.createBrand,
    update: tenancy.editBrand,
    setDefault: tenancy.setDefaultBrand,
    look: tenancy.publicLook,
  },
  domain: {
    list: tenancy.listDomains,
    add: tenancy.addDomain,
    check: tenancy.requestDomainCheck,
    remove: tenancy.removeDomain,
  },
  connection: {
    list: tenancy.listConnections,
    create: tenancy.createConnection,
    change: tenancy.changeConnection,
    test: tenancy.requestConnectionTest,
  },
  platform: {
    listTenants: tenancy.listTenants,
    getTenant: tenancy.getTenant,
    vet: tenancy.vetOrganisation,
    setStatus: tenancy.setTenantState,
    health: tenancy.houseHealth,
  },
  job: {
    overview: tenancy.jobsOverview,
    list: tenancy.listRuns,
    get: tenancy.getRun,
    change: tenancy.changeRun,
  },
  breakGlass: { open: tenancy.breakTheGlass, close: tenancy.closeTheGlass, list: tenancy.listBreakGlass },
};
