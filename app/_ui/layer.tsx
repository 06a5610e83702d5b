'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';

const LayerContext = createContext<HTMLElement | null>(null);

/**
 * Where dialogs, menus and toasts are put: inside the region that sets brand and density, because what Radix
 * hangs on <body> would lose both.
 */
export function LayerRoot({ children }: { children: ReactNode }) {
  const [node, setNode] = useState<HTMLElement | null>(null);
  return (
    <LayerContext.Provider value={node}>
      {children}
      <div ref={setNode} data-layer />
    </LayerContext.Provider>
  );
}

export function useLayer(): HTMLElement | null {
  return useContext(LayerContext);
}
