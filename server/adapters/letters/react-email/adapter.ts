import { render, toPlainText } from 'react-email';
import { Letter } from '@/emails/_parts/letter';
import type { LettersPort } from '@/server/modules/notifications/ports';

export const reactEmailLetters: LettersPort = {
  render: async ({ action, ...letter }) => {
    const html = await render(Letter({ ...letter, ...(action ? { action } : {}) }));
    return { html, text: toPlainText(html) };
  },
};
