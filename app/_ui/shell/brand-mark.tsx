import { cn } from '../cn';

export type ShellBrand = {
  name: string /** A PNG of our own making (re-encoded); never the tenant's file. */;
  logoUrl?: string;
};

export function BrandMark({ brand, large }: { brand: ShellBrand; large?: boolean }) {
  const size = large ? 'size-7 rounded-lg text-sm' : 'size-5 rounded-[5px] text-2xs';
  if (brand.logoUrl) {
    // biome-ignore lint/performance/noImgElement: 28 px, already re-encoded, nothing to optimise
    return <img src={brand.logoUrl} alt="" className={cn('shrink-0 object-contain', size)} />;
  }
  return (
    <span
      aria-hidden
      className={cn(
        'grid shrink-0 place-items-center bg-primary font-semibold text-primary-foreground leading-none',
        size,
      )}
    >
      {Array.from(brand.name)[0]}
    </span>
  );
}
