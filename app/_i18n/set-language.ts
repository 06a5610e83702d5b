'use server';

import { cookies } from 'next/headers';
import { isLanguage, localeCookie } from './locale';

const aYear = 60 * 60 * 24 * 365;

export async function setLanguage(language: string): Promise<void> {
  if (!isLanguage(language)) return;
  const jar = await cookies();
  jar.set(localeCookie, language, { path: '/', maxAge: aYear, sameSite: 'lax' });
}
