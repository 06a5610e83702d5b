const place = 'bos-sign-on';

/** Stays in this tab while the visitor is at his provider: an answer brought by somebody else has no other half here. */
export const keepBinding = (binding: string): void => window.sessionStorage.setItem(place, binding);

export function takeBinding(): string | null {
  const binding = window.sessionStorage.getItem(place);
  window.sessionStorage.removeItem(place);
  return binding;
}
