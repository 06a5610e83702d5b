/** A file somebody sent in is shown to nobody as a page: no scripts, no frames, no origin of ours. */
export const filePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

export const isFilePath = (path: string): boolean => path.startsWith('/api/documents/');
