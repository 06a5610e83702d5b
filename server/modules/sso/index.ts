export { beginSignOn, importMetadata, receiveSignOn, type SignOnReturn, tryConnection } from './effects';
export { listConnections, lookAtOurs, saveConnection, stopConnection } from './verbs/connections';
export { enforceConnection, publishConnection, relaxConnection } from './verbs/publishing';
export { finishSignOn, signOnOptions } from './verbs/sign-in';
