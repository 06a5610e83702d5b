import * as support from './index';

export const supportRoutes = {
  contacts: { log: support.logContact, list: support.listContacts, colleagues: support.listColleagues },
};
