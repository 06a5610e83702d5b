/** One look for everything that opens over the page as a list: select, menu, palette, popover. */
export const layerStyle =
  'z-50 rounded-md border border-border-strong bg-popover text-popover-foreground text-body shadow-lg outline-none data-[state=open]:animate-in';

export const menuStyle = `${layerStyle} overflow-y-auto scroll-thin p-1`;

export const menuItemStyle =
  'relative flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-control outline-none data-highlighted:bg-accent data-[disabled]:pointer-events-none data-[disabled]:opacity-50 touch:min-h-(--hit) touch:px-3';
