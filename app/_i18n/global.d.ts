import type { IntlTag } from './locale';
import type { Messages as AppMessages } from './messages';

declare module 'next-intl' {
  interface AppConfig {
    Locale: IntlTag;
    Messages: AppMessages;
  }
}
