export { listEvents, readCohorts, readFlows, readFunnel, readOverview, readStaffLoad } from './insight';
export { leakBoard, listPassages } from './leaks';
