import { Frame, Line, type Look } from './frame';

export type LetterProps = {
  look: Look;
  language: string;
  subject: string;
  lines: readonly string[];
  action?: { label: string; url: string };
  foot: string;
  leave?: string | null;
};

/** Every mail of the house: the same letter with other words, which come ready. */
export function Letter({ look, language, subject, lines, action, foot, leave }: LetterProps) {
  return (
    <Frame
      look={look}
      language={language}
      preview={lines[0] ?? subject}
      title={subject}
      foot={foot}
      {...(leave ? { leave } : {})}
      {...(action ? { action } : {})}
    >
      {lines.map((line) => (
        <Line key={line}>{line}</Line>
      ))}
    </Frame>
  );
}
