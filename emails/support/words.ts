export type CallerWords = { subject: string; lines: string[]; code: string; foot: string; short: string };
type Facts = { brand: string; agent: string; code: string };

const spoken = (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`;

const en = ({ brand, agent, code }: Facts): CallerWords => ({
  subject: `Your code for the call with ${brand}`,
  lines: [
    `You are on the telephone with ${agent} of ${brand}. Read this code out, and only to the person you are speaking with:`,
  ],
  code: spoken(code),
  short: `${brand}: read this code out to ${agent}, to nobody else:`,
  foot: 'Valid for ten minutes. Not on the telephone with us? Then somebody is using your name: do not pass the code on, and tell us.',
});

const ar = ({ brand, agent, code }: Facts): CallerWords => ({
  subject: `رمزك للمكالمة مع ${brand}`,
  lines: [`أنت على الهاتف مع ${agent} من ${brand}. اقرأ هذا الرمز للشخص الذي تتحدث معه فقط:`],
  code: spoken(code),
  short: `${brand}: اقرأ هذا الرمز على ${agent} فقط:`,
  foot: 'صالح لعشر دقائق. لست في مكالمة معنا؟ إذن هناك من يستخدم اسمك: لا تعطِ الرمز لأحد وأبلغنا.',
});

export const callerWords = (language: string, facts: Facts): CallerWords => (language === 'ar' ? ar : en)(facts);
