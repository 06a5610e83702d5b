import * as disclosures from './index';

export const disclosuresRoutes = {
  list: disclosures.listDisclosures,
  export: { open: disclosures.openExport },
  rule: { read: disclosures.readDisclosureRules, set: disclosures.setDisclosureRules },
};
