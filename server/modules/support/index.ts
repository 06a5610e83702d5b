export { listColleagues, listContacts, logContact } from './contacts';
