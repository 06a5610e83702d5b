import { Frame, Line, type Look } from '../_parts/frame';

export type LetterProps = {
  look: Look;
  language: string;
  subject: string;
  lines: readonly string[];
  action?: { label: string; url: string };
  foot: string;
};

/** Verification, reset, invitation and notices: the same letter with other words, which come ready from `words.ts`. */
export function Letter({ look, language, subject, lines, action, foot }: LetterProps) {
  return (
    <Frame
      look={look}
      language={language}
      preview={lines[0] ?? subject}
      title={subject}
      foot={foot}
      {...(action ? { action } : {})}
    >
      {lines.map((line) => (
        <Line key={line}>{line}</Line>
      ))}
    </Frame>
  );
}
