import type { Language } from './locale';
import arAuth from './messages/ar/auth.json';
import arCommon from './messages/ar/common.json';
import arPortal from './messages/ar/portal.json';
import arRefusals from './messages/ar/refusals.json';
import auth from './messages/en/auth.json';
import common from './messages/en/common.json';
import desk from './messages/en/desk.json';
import engagement from './messages/en/desk-engagement.json';
import operations from './messages/en/desk-operations.json';
import reporting from './messages/en/desk-reporting.json';
import settings from './messages/en/desk-settings.json';
import support from './messages/en/desk-support.json';
import platform from './messages/en/platform.json';
import portal from './messages/en/portal.json';
import refusals from './messages/en/refusals.json';

const en = { common, portal, desk, engagement, operations, auth, platform, refusals, reporting, settings, support };
export type Messages = typeof en;
export type Area = keyof Messages;

/** Areas without a translation (staff screens) fall back to English as a whole, never key by key. */
const byLanguage: Record<Language, Messages> = {
  en,
  ar: { ...en, common: arCommon, portal: arPortal, auth: arAuth, refusals: arRefusals },
};

export function messagesOf(language: Language): Messages {
  return byLanguage[language];
}

/** What a layout sends to the browser: its own areas, plus the words every component of the kit uses. */
export function pickAreas(messages: Messages, areas: readonly Area[]): Partial<Messages> {
  const wanted = new Set<string>(['common', 'refusals', ...areas]);
  return Object.fromEntries(Object.entries(messages).filter(([area]) => wanted.has(area)));
}
