import { z } from 'zod';

export const LocalStorageConfig = z.object({ folder: z.string().min(1) });
export type LocalStorageConfig = z.output<typeof LocalStorageConfig>;
