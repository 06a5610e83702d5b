import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { chooseLanguage, intlTags, localeCookie } from './locale';
import { messagesOf } from './messages';

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const language = chooseLanguage({
    path: head.get('x-pathname') ?? '/',
    cookie: jar.get(localeCookie)?.value,
    accept: head.get('accept-language'),
  });
  return { locale: intlTags[language], messages: messagesOf(language), timeZone: 'UTC' };
});
