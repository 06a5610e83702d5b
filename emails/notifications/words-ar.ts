import type { Phrases } from './words-en';

/** Clients' messages; staff work in English. */
export const arabic: Phrases = {
  foot: 'تصلك هذه الرسالة لأنها تخص حسابك لدى {brand}. لا نطلب كلمة المرور عبر البريد أبدًا.',
  templates: {
    kyc_received: {
      subject: 'وصلنا طلبك',
      lines: ['شكرًا {client}. وصل طلبك وهو قيد المراجعة.', 'لا يلزمك فعل شيء الآن.'],
      action: 'متابعة الطلب',
    },
    kyc_more_needed: {
      subject: 'طلبك يحتاج إلى شيء إضافي',
      lines: ['لم نتمكن بعد من إتمام مراجعة طلبك.', '{asks}', '{note}'],
      action: 'استكمال الطلب',
    },
    kyc_approved: {
      subject: 'مرحبًا بك لدى {brand}: تم التحقق من هويتك',
      lines: ['تمت الموافقة على طلبك يا {client}.', 'يمكنك الآن تمويل محفظتك والتداول.'],
      action: 'فتح المحفظة',
    },
    kyc_rejected: {
      subject: 'بخصوص طلبك لدى {brand}',
      lines: ['لا يمكننا الموافقة على طلبك.', '{reason}', 'يمكنك مراسلتنا إذا رأيت أن هناك خطأ.'],
      action: 'عرض القرار',
    },
    kyc_expiring: {
      subject: 'يرجى تجديد التحقق قبل {date}',
      lines: ['يلزمنا القانون بمراجعة بياناتك ووثائقك من حين لآخر.', 'يرجى تأكيدها قبل {date} حتى لا يتوقف شيء.'],
      action: 'التجديد الآن',
    },
    document_rejected: {
      subject: 'تعذر قبول إحدى الوثائق',
      lines: ['لم نتمكن من قبول هذه الوثيقة: {document}.', 'يرجى رفعها مرة أخرى.'],
      action: 'الرفع مرة أخرى',
    },
    document_expired: {
      subject: 'انتهت صلاحية إحدى الوثائق',
      lines: ['لم تعد هذه الوثيقة صالحة: {document}.', 'يرجى رفع وثيقة سارية.'],
      action: 'رفع وثيقة جديدة',
    },
    account_opened: {
      subject: 'حسابك {login} جاهز',
      lines: [
        'حسابك {login} على {platform} بعملة {currency} جاهز.',
        'تظهر كلمة المرور مرة واحدة في بوابتك. لا نرسلها أبدًا.',
      ],
      action: 'عرض بيانات الدخول',
    },
    leverage_coming: {
      subject: 'رافعة الحساب {login} ستصبح 1:{leverage} اعتبارًا من {date}',
      lines: [
        'اعتبارًا من {date} ستكون رافعة حسابك {login} بحد أقصى 1:{leverage}.',
        'ستحتاج المراكز المفتوحة عندئذ إلى هامش أكبر. يرجى مراجعتها في الوقت المناسب.',
      ],
      action: 'عرض الحساب',
    },
    terms_changed: {
      subject: 'شروط جديدة للحساب {login}',
      lines: ['رافعة حسابك {login} أصبحت 1:{leverage}.'],
      action: 'عرض الحساب',
    },
    close_only: {
      subject: 'الحساب {login}: إغلاق المراكز فقط',
      lines: ['يمكنك إغلاق المراكز في حسابك {login} دون فتح مراكز جديدة حاليًا.', 'توضح بوابتك ما ينقص.'],
      action: 'عرض ما ينقص',
    },
    balance_reset: {
      subject: 'أعيد رصيد الحساب {login} إلى الصفر',
      lines: ['دفعت حركة سريعة في السوق حسابك {login} إلى ما دون الصفر.', 'أنت محمي: نتحمل الفرق ولا تدين بشيء.'],
      action: 'عرض الحساب',
    },
    deposit_credited: {
      subject: 'وصل إيداعك بمبلغ {amount}',
      lines: ['أضيف {amount} إلى محفظتك.', 'الرقم: {number}'],
      action: 'فتح المحفظة',
    },
    deposit_failed: {
      subject: 'لم يتم إيداعك بمبلغ {amount}',
      lines: ['لم يُخصم منك شيء، أو سيعود المبلغ تلقائيًا.', 'الرقم: {number}'],
      action: 'المحاولة مرة أخرى',
    },
    deposit_returned: {
      subject: 'إيداعك بمبلغ {amount} في طريق العودة إليك',
      lines: ['لم نتمكن من قبول إيداعك وأعدناه إلى مصدره.', 'قد يستغرق ذلك مع البطاقات حتى عشرة أيام. الرقم: {number}'],
      action: 'عرض السجل',
    },
    withdrawal_requested: {
      subject: 'وصلنا طلبك لسحب {amount}',
      lines: ['سحبك بمبلغ {amount} قيد المراجعة. الرقم: {number}', 'إن لم تكن أنت فألغه فورًا في بوابتك وأخبرنا.'],
      action: 'متابعة السحب',
    },
    withdrawal_cancelled: {
      subject: 'أُلغي سحبك بمبلغ {amount}',
      lines: ['عاد المال إلى مكانه. الرقم: {number}'],
      action: 'فتح المحفظة',
    },
    withdrawal_rejected: {
      subject: 'لم يُنفذ سحبك بمبلغ {amount}',
      lines: ['لم نتمكن من تنفيذ سحبك وعاد المال إلى مكانه. الرقم: {number}', 'راسلنا إذا كانت لديك أسئلة.'],
      action: 'فتح المحفظة',
    },
    withdrawal_failed: {
      subject: 'عاد سحبك بمبلغ {amount}',
      lines: [
        'لم يقبله البنك المستلم أو المنصة وعاد المال إليك. الرقم: {number}',
        'يرجى التحقق من الوجهة وإعادة الطلب.',
      ],
      action: 'فتح المحفظة',
    },
    withdrawal_paid: {
      subject: '{amount} في الطريق إليك',
      lines: ['تم دفع سحبك {number}: {amount}.', 'تستغرق البنوك حتى يومي عمل.'],
      action: 'عرض السجل',
    },
    debt_collected: {
      subject: 'تمت تسوية المبلغ المستحق',
      lines: ['سدد مال وصل إلى محفظتك أولًا مبلغًا مستحقًا عن دفعة بطاقة استُرجعت.'],
      action: 'عرض السجل',
    },
    contact_changed: {
      subject: 'تغيرت بيانات الاتصال بك',
      lines: ['إن كنت أنت أو طلبت ذلك منا فلا يلزمك شيء.', 'وإلا فأخبرنا فورًا.'],
      action: 'عرض بياناتك',
    },
  },
};
