import { listHits, listLists, listScreenings, readHit } from './service';

/** Deciding a hit is composed above (onboarding): it moves hold, tier and application in one unit of work. */
export const screeningRoutes = {
  hits: { list: listHits, read: readHit },
  lists: { list: listLists },
  people: { history: listScreenings },
};
