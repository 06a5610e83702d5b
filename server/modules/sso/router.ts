import * as sso from './index';

export const ssoRoutes = {
  connection: {
    list: sso.listConnections,
    save: sso.saveConnection,
    publish: sso.publishConnection,
    enforce: sso.enforceConnection,
    relax: sso.relaxConnection,
    stop: sso.stopConnection,
    try: sso.tryConnection,
  },
  metadata: { import: sso.importMetadata },
  signIn: { options: sso.signOnOptions, begin: sso.beginSignOn, finish: sso.finishSignOn },
};
