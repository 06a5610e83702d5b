export { listEvents, listTraders, readCohorts, readFlows, readFunnel, readOverview, readStaffLoad } from './insight';
export { leakBoard, listPassages } from './leaks';
export { countDueMails, readMail, scheduleMail, sendDueMails, stopMail } from './mails';
