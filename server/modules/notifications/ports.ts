export type Letter = {
  readonly look: { readonly name: string; readonly color: string };
  readonly language: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly foot: string;
};

/** Markup is none of a module's business: words go in, a letter comes out. */
export interface LettersPort {
  render(letter: Letter): Promise<{ readonly html: string; readonly text: string }>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    letters: LettersPort;
  }
}
