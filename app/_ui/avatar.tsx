import { cn } from './cn';

export type AvatarProps = {
  name: string;
  size?: 'sm' | 'md' | 'lg' /** The name is written beside it. */;
  decorative?: boolean;
  className?: string;
};

const sizes = { sm: 'size-5 text-[9px]', md: 'size-6 text-[10px]', lg: 'size-12 rounded-lg text-base' };

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]?.slice(0, 2)];
  return letters
    .map((word, index) => (letters.length > 1 ? Array.from(word ?? '')[0] : index === 0 ? word : ''))
    .join('')
    .toLocaleUpperCase();
}

export function Avatar({ name, size = 'md', decorative, className }: AvatarProps) {
  return (
    <span
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}
      className={cn(
        'inline-grid shrink-0 place-items-center rounded-full border bg-secondary font-semibold text-muted-foreground leading-none tracking-normal',
        sizes[size],
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
