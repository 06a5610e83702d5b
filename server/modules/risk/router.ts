import { assignBook, exposureSnapshot, listExposure, readBook, readResults, setBand } from './index';

export const riskRoutes = {
  exposure: { snapshot: exposureSnapshot, list: listExposure },
  results: { read: readResults },
  books: { read: readBook, assign: assignBook },
  bands: { set: setBand },
};
