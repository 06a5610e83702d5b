export type Words = { subject: string; lines: string[]; action?: string; foot: string };
/** Absent facts leave their line out. */
type SignIn = { at: string; device: string | null; place: string | null };
type Facts = { brand: string; name: string; invitedBy: string; signIn: SignIn | null };

const known = (...lines: (string | null | undefined)[]): string[] => lines.filter((line) => typeof line === 'string');

const footEn = 'You get this because of something done on your account. We never ask for your password by mail.';
const footAr = 'تصلك هذه الرسالة بسبب إجراء تم على حسابك. لا نطلب كلمة المرور عبر البريد أبدًا.';

const en: Record<string, (facts: Facts) => Words> = {
  verify_email: ({ brand }) => ({
    subject: `Confirm your e-mail for ${brand}`,
    lines: ['One click and this address is confirmed.', 'The link works once.'],
    action: 'Confirm e-mail',
    foot: footEn,
  }),
  password_reset: ({ brand }) => ({
    subject: `New password for ${brand}`,
    lines: [
      'Somebody, probably you, asked for a new password.',
      'The link works once. If it was not you, nothing has changed and you can ignore this.',
    ],
    action: 'Choose a new password',
    foot: footEn,
  }),
  invitation: ({ brand, invitedBy }) => ({
    subject: `${invitedBy || 'A colleague'} invites you to ${brand}`,
    lines: ['Your account at the desk is ready; choose a password to enter.'],
    action: 'Accept the invitation',
    foot: footEn,
  }),
  password_changed: ({ brand }) => ({
    subject: `Your password at ${brand} was changed`,
    lines: ['If it was you, there is nothing to do.', 'If not, ask for a new password at once and tell support.'],
    foot: footEn,
  }),
  already_registered: ({ brand }) => ({
    subject: `You already have an account at ${brand}`,
    lines: ['Somebody tried to register with this address. Sign in as usual, or ask for a new password.'],
    foot: footEn,
  }),
  second_factor_removed: ({ brand }) => ({
    subject: `Second factor removed at ${brand}`,
    lines: ['Your account is now protected by its password alone.'],
    foot: footEn,
  }),
  second_factor_added: ({ brand }) => ({
    subject: `Second factor added at ${brand}`,
    lines: ['From now on a code is asked for when you sign in.'],
    foot: footEn,
  }),
  locked_out: ({ brand }) => ({
    subject: `Too many attempts at ${brand}`,
    lines: ['Your account is locked for a while after too many wrong passwords.'],
    foot: footEn,
  }),
  new_device: ({ brand, signIn }) => ({
    subject: `A sign-in to ${brand} from a new device`,
    lines: known(
      'Somebody signed in to your account from where we had not seen you before.',
      signIn?.at && `When: ${signIn.at}`,
      signIn?.device && `Device: ${signIn.device}`,
      signIn?.place && `Place, by network: ${signIn.place}`,
      'If it was you, there is nothing to do. If not, press the button: every session ends and you choose a new password.',
    ),
    action: 'This was not me',
    foot: footEn,
  }),
};

const ar: Record<string, (facts: Facts) => Words> = {
  verify_email: ({ brand }) => ({
    subject: `تأكيد بريدك الإلكتروني لدى ${brand}`,
    lines: ['نقرة واحدة ويتأكد هذا العنوان.', 'يعمل الرابط مرة واحدة.'],
    action: 'تأكيد البريد',
    foot: footAr,
  }),
  password_reset: ({ brand }) => ({
    subject: `كلمة مرور جديدة لدى ${brand}`,
    lines: ['طلب أحدهم، وغالبًا أنت، كلمة مرور جديدة.', 'يعمل الرابط مرة واحدة. إن لم تكن أنت فلم يتغير شيء.'],
    action: 'اختيار كلمة مرور جديدة',
    foot: footAr,
  }),
  password_changed: ({ brand }) => ({
    subject: `تغيرت كلمة مرورك لدى ${brand}`,
    lines: ['إن كنت أنت فلا يلزمك شيء.', 'وإلا فاطلب كلمة مرور جديدة فورًا وأخبر الدعم.'],
    foot: footAr,
  }),
  already_registered: ({ brand }) => ({
    subject: `لديك حساب بالفعل لدى ${brand}`,
    lines: ['حاول أحدهم التسجيل بهذا العنوان. سجّل الدخول كالمعتاد أو اطلب كلمة مرور جديدة.'],
    foot: footAr,
  }),
  second_factor_removed: ({ brand }) => ({
    subject: `أزيل العامل الثاني لدى ${brand}`,
    lines: ['أصبح حسابك محميًا بكلمة المرور وحدها.'],
    foot: footAr,
  }),
  second_factor_added: ({ brand }) => ({
    subject: `أضيف عامل ثانٍ لدى ${brand}`,
    lines: ['من الآن يُطلب منك رمز عند تسجيل الدخول.'],
    foot: footAr,
  }),
  locked_out: ({ brand }) => ({
    subject: `محاولات كثيرة لدى ${brand}`,
    lines: ['أُغلق حسابك لبعض الوقت بعد محاولات كثيرة بكلمة مرور خاطئة.'],
    foot: footAr,
  }),
  new_device: ({ brand, signIn }) => ({
    subject: `تسجيل دخول إلى ${brand} من جهاز جديد`,
    lines: known(
      'سجّل أحدهم الدخول إلى حسابك من مكان لم نرك فيه من قبل.',
      signIn?.at && `الوقت: \u2068${signIn.at}\u2069`,
      signIn?.device && `الجهاز: \u2068${signIn.device}\u2069`,
      signIn?.place && `المكان حسب الشبكة: \u2068${signIn.place}\u2069`,
      'إن كنت أنت فلا يلزمك شيء. وإلا فاضغط الزر: تنتهي كل الجلسات وتختار كلمة مرور جديدة.',
    ),
    action: 'لم أكن أنا',
    foot: footAr,
  }),
};

/** Words of a letter in the reader's language; staff letters exist in English and fall back as a whole. */
export function wordsOf(kind: string, language: string, facts: Facts): Words {
  const make = (language === 'ar' ? ar[kind] : undefined) ?? en[kind];
  if (!make) throw new Error(`no letter for ${kind}`);
  return make(facts);
}
