export { disclosureEvents } from './events';
export { noteReveal } from './note';
export { listDisclosures, openExport, readDisclosureRules, setDisclosureRules } from './service';
