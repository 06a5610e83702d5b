'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { fieldStyle } from './input';
import { useLayer } from './layer';
import { menuItemStyle, menuStyle } from './menu-style';

export type SelectOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };
export type SelectProps = Omit<ComponentProps<typeof Primitive.Root>, 'children'> &
  Pick<
    ComponentProps<'button'>,
    'id' | 'className' | 'aria-invalid' | 'aria-describedby' | 'aria-label' | 'aria-labelledby' | 'onBlur' | 'ref'
  > & {
    options: readonly SelectOption[];
    placeholder?: ReactNode;
  };

export function Select({ options, placeholder, value, defaultValue, open, name, dir, ...rest }: SelectProps) {
  const container = useLayer();
  const { onValueChange, onOpenChange, disabled, required, defaultOpen, autoComplete, form, ...trigger } = rest;
  const root = {
    value,
    defaultValue,
    open,
    name,
    dir,
    onValueChange,
    onOpenChange,
    disabled,
    required,
    defaultOpen,
    autoComplete,
    form,
  };
  // Optional props of Radix may be absent but not undefined (exactOptionalPropertyTypes).
  const given = Object.fromEntries(Object.entries(root).filter(([, v]) => v !== undefined));
  return (
    <Primitive.Root {...given}>
      <Primitive.Trigger
        {...trigger}
        className={cn(
          fieldStyle,
          'inline-flex h-(--control) items-center justify-between gap-2 text-start data-placeholder:text-subtle',
          trigger.className,
        )}
      >
        <span className="min-w-0 truncate">
          <Primitive.Value placeholder={placeholder} />
        </span>
        <Primitive.Icon className="text-muted-foreground">
          <ChevronDown size={14} aria-hidden />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal container={container}>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          className={cn(menuStyle, 'max-h-80 min-w-(--radix-select-trigger-width)')}
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className={cn(menuItemStyle, 'pe-8')}
              >
                <div className="min-w-0">
                  <Primitive.ItemText>{option.label}</Primitive.ItemText>
                  {option.hint ? <div className="text-muted-foreground text-xs">{option.hint}</div> : null}
                </div>
                <Primitive.ItemIndicator className="absolute end-2 text-primary">
                  <Check size={14} aria-hidden />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
