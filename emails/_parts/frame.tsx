import type { ReactNode } from 'react';
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Text } from 'react-email';

export type Look = { readonly name: string; readonly color: string };

type FrameProps = {
  look: Look;
  language: string;
  preview: string;
  title: string;
  children: ReactNode;
  action?: { label: string; url: string };
  foot: string;
  /** Of marketing: where it is stopped. */
  leave?: string;
};

const font = 'Inter, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';

/** One letter: whose it is, what it says, one button, and the link spelled out for those who do not press buttons in mails. */
export function Frame({ look, language, preview, title, children, action, foot, leave }: FrameProps) {
  return (
    <Html lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
      <Head />
      <Preview>{preview}</Preview>
      <Body style={{ margin: 0, backgroundColor: '#f3f6f7', fontFamily: font, color: '#1b2327' }}>
        <Container
          style={{ maxWidth: 520, margin: '32px auto', padding: 32, backgroundColor: '#ffffff', borderRadius: 10 }}
        >
          <Text style={{ margin: 0, fontSize: 15, fontWeight: 600, color: look.color }}>{look.name}</Text>
          <Heading style={{ margin: '20px 0 8px', fontSize: 20, lineHeight: '28px' }}>{title}</Heading>
          {children}
          {action ? (
            <>
              <Button
                href={action.url}
                style={{
                  margin: '12px 0',
                  padding: '12px 20px',
                  borderRadius: 6,
                  backgroundColor: look.color,
                  color: '#ffffff',
                  fontSize: 15,
                  fontWeight: 600,
                }}
              >
                {action.label}
              </Button>
              <Text style={{ fontSize: 12, lineHeight: '16px', color: '#5a666d', wordBreak: 'break-all' }}>
                {action.url}
              </Text>
            </>
          ) : null}
          <Hr style={{ borderColor: '#e3e8ea', margin: '24px 0 12px' }} />
          <Text style={{ margin: 0, fontSize: 12, lineHeight: '16px', color: '#5a666d' }}>{foot}</Text>
          {leave ? (
            <Link href={leave} style={{ fontSize: 12, color: '#5a666d', textDecoration: 'underline' }}>
              {language === 'ar' ? 'إيقاف هذه الرسائل' : 'Stop these letters'}
            </Link>
          ) : null}
        </Container>
      </Body>
    </Html>
  );
}

export const Line = ({ children }: { children: ReactNode }) => (
  <Text style={{ margin: '8px 0', fontSize: 15, lineHeight: '24px' }}>{children}</Text>
);
