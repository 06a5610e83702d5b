/**
 * Runs before the first paint, so that nobody sees the wrong theme, density or menu width flash by. Values come from
 * this browser only; the nonce is the page's. Keys are those of preferences.ts.
 */
const source = `(()=>{try{const r=document.documentElement,s=localStorage,t=s.getItem('theme');
r.classList.toggle('dark',t==='dark'||(t!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches));
if(s.getItem('density')==='compact')r.dataset.density='compact';
const b=s.getItem('sidebar');if(b==='folded'||b==='open')r.dataset.sidebar=b;
}catch{}})()`;

export function BootScript({ nonce }: { nonce: string | undefined }) {
  // Browsers hide the nonce from scripts, so hydration would report a difference that is none.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, covered by the nonce
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />;
}
