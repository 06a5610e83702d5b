import type { TableQuery } from '@/app/_ui/table/table-query';

/** Whole words only: the list looks up what is complete. */
export const referenceOf = ({ filters }: TableQuery) => {
  const [word] = filters.reference ?? [];
  return word && word.trim().length >= 3 ? word : null;
};
