import * as policy from './index';

export const policyRoutes = {
  points: policy.listPoints,
  tables: policy.pointTables,
  saveDraft: policy.saveDraft,
  simulate: policy.simulateDraft,
  publish: policy.publishTable,
};
