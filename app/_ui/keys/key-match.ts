/** "j", "shift+a", "mod+k", "g c" (one after the other). `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export type KeyPress = { key: string; shift: boolean; mod: boolean; alt: boolean };

export function parseKeys(keys: string): KeyPress[] {
  return keys.split(' ').map((step) => {
    const parts = step.split('+');
    const key = parts.at(-1) ?? '';
    return {
      key: key.toLowerCase(),
      shift: parts.includes('shift'),
      mod: parts.includes('mod'),
      alt: parts.includes('alt'),
    };
  });
}

export type KeyLike = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'metaKey' | 'ctrlKey' | 'altKey'>;

/** The letter of the key's place, for layouts that write another script: j must work while Arabic or Greek is on. */
function latinKey(event: KeyLike): string {
  const key = event.key.toLowerCase();
  if (key.length === 1 && key > '~') {
    if (event.code.startsWith('Key')) return event.code.slice(3).toLowerCase();
    if (event.code === 'Slash') return event.shiftKey ? '?' : '/';
  }
  return key;
}

export function matchesPress(press: KeyPress, event: KeyLike): boolean {
  const key = latinKey(event);
  // "?" needs shift on most layouts and none on others: for signs, the sign decides.
  const isLetter = /^[a-z]$/.test(press.key) || press.key.length > 1;
  if (key !== press.key) return false;
  if (isLetter && event.shiftKey !== press.shift) return false;
  return (event.metaKey || event.ctrlKey) === press.mod && event.altKey === press.alt;
}

const names: Record<string, string> = {
  enter: '↵',
  shift: '⇧',
  escape: 'Esc',
  mod: 'Ctrl',
  arrowdown: '↓',
  arrowup: '↑',
};

/** Caps to draw: "g c" → [["g"],["c"]], "shift+a" → [["⇧","a"]]. */
export function keyCaps(keys: string, isMac = false): string[][] {
  return keys
    .split(' ')
    .map((step) => step.split('+').map((part) => (part === 'mod' && isMac ? '⌘' : (names[part] ?? part))));
}
