'use client';

import { Direction } from 'radix-ui';

export const DirectionProvider = Direction.Provider;

export function useDirection(): 'ltr' | 'rtl' {
  return Direction.useDirection();
}
