export { DecideHit } from './contract';
export { screeningEvents } from './events';
export { readyLists } from './list-index';
export { type ListFile, type LoadedList, loadList } from './lists';
export { type ScreenedPerson, type ScreeningStanding, screeningStanding, screenPerson } from './person';
export { findHit, type HitRow, hitsOfPerson, lastScreening } from './repository/hits';
export { hashList, type StoredList, storeList } from './repository/lists';
export { listHits, listLists, listScreenings, readHit, rescreenDue } from './service';
export { type HitFinding, settleHit } from './settle';
