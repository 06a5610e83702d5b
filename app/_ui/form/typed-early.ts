import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { FieldPath, FieldPathValue, FieldValues, UseFormReturn } from 'react-hook-form';

const typed = 'input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file]), textarea';

/** What was typed into the server's page before it woke up: React keeps it until the first render, which would empty the field. */
export function useTypedEarly<In extends FieldValues, Out>(
  form: UseFormReturn<In, unknown, Out>,
  element: RefObject<HTMLFormElement | null>,
): void {
  const early = useRef<{ name: FieldPath<In>; value: string }[]>([]);
  const { getValues, setValue } = form;
  // Read before any later render can write over it, told once every field listens.
  useLayoutEffect(() => {
    const fields = element.current?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(typed) ?? [];
    early.current = [...fields].flatMap(({ name, value }) => {
      const path = name as FieldPath<In>; // checked: the form has a text of this name
      const known = name === '' ? undefined : getValues(path);
      return value !== '' && known === '' ? [{ name: path, value }] : [];
    });
  }, [element, getValues]);
  useEffect(() => {
    for (const { name, value } of early.current.splice(0))
      setValue(name, value as FieldPathValue<In, FieldPath<In>>, { shouldDirty: true });
  }, [setValue]);
}
