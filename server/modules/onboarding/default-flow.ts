import type { FlowDefinition, FlowField, Localised } from './flow';

const t = (en: string, ar: string): Localised => ({ en, ar });
const field = (key: string, kind: FlowField['kind'], label: Localised, more: Partial<FlowField> = {}): FlowField => ({
  key,
  kind,
  label,
  required: true,
  ...more,
});
const choice = (value: string, en: string, ar: string) => ({ value, label: t(en, ar) });

/** What every tenant asks until it publishes a flow of its own. The application keeps a copy of what it was asked. */
export const defaultFlow: FlowDefinition = {
  steps: [
    {
      key: 'identity',
      title: t('About you', 'عنك'),
      intro: t('As written in your passport or identity card.', 'كما هو مكتوب في جواز سفرك أو بطاقة هويتك.'),
      fields: [
        field('firstName', 'text', t('First names', 'الأسماء الأولى'), { max: 80 }),
        field('lastName', 'text', t('Family name', 'اسم العائلة'), { max: 80 }),
        field('nativeName', 'text', t('Name in your own script', 'الاسم بلغتك الأصلية'), { required: false, max: 120 }),
        field('bornOn', 'date', t('Date of birth', 'تاريخ الميلاد')),
        field('birthCountry', 'country', t('Country of birth', 'بلد الميلاد'), { required: false }),
        field('nationality', 'country', t('Nationality', 'الجنسية')),
        field('phone', 'phone', t('Phone', 'الهاتف')),
      ],
    },
    {
      key: 'address',
      title: t('Where you live', 'مكان إقامتك'),
      fields: [
        field('country', 'country', t('Country', 'البلد')),
        field('addressLine', 'text', t('Street and number', 'الشارع والرقم'), { max: 160 }),
        field('city', 'text', t('Town', 'المدينة'), { max: 80 }),
        field('region', 'text', t('Region', 'المنطقة'), { required: false, max: 80 }),
        field('postcode', 'text', t('Postcode', 'الرمز البريدي'), { required: false, max: 20 }),
      ],
    },
    {
      key: 'tax',
      title: t('Tax', 'الضريبة'),
      intro: t('Each country in which you are resident for tax.', 'كل بلد تقيم فيه لأغراض ضريبية.'),
      fields: [
        field('taxResidences', 'tax_residences', t('Tax residences', 'بلدان الإقامة الضريبية')),
        field('isUsPerson', 'yes_no', t('Are you a US person for tax?', 'هل أنت شخص أمريكي لأغراض ضريبية؟')),
      ],
    },
    {
      key: 'means',
      title: t('Work and means', 'العمل والموارد'),
      fields: [
        field('employment', 'choice', t('What do you do?', 'ما عملك؟'), {
          options: [
            choice('employed', 'Employed', 'موظف'),
            choice('self_employed', 'Self-employed', 'عمل حر'),
            choice('business_owner', 'Own a business', 'صاحب عمل'),
            choice('retired', 'Retired', 'متقاعد'),
            choice('student', 'Student', 'طالب'),
            choice('not_working', 'Not working', 'لا أعمل'),
          ],
        }),
        field('industry', 'choice', t('In which line of business?', 'في أي مجال؟'), {
          when: { field: 'employment', in: ['employed', 'self_employed', 'business_owner'] },
          options: [
            choice('services', 'Services, office, public', 'خدمات أو مكتب أو قطاع عام'),
            choice('trade', 'Trade and industry', 'تجارة وصناعة'),
            choice('finance', 'Finance', 'مالية'),
            choice('cash_trade', 'Cash trade (restaurant, shop, taxi)', 'تجارة نقدية (مطعم، متجر، سيارة أجرة)'),
            choice('gambling_or_arms', 'Gambling, arms, precious metals', 'مقامرة أو أسلحة أو معادن ثمينة'),
            choice('crypto', 'Crypto assets', 'أصول مشفرة'),
            choice('other', 'Something else', 'غير ذلك'),
          ],
        }),
        field('sourceOfFunds', 'choices', t('Where does the money come from?', 'من أين تأتي الأموال؟'), {
          options: [
            choice('salary', 'Salary', 'راتب'),
            choice('savings', 'Savings', 'مدخرات'),
            choice('business', 'Business income', 'دخل تجاري'),
            choice('investments', 'Investments', 'استثمارات'),
            choice('inheritance', 'Inheritance or gift', 'إرث أو هدية'),
            choice('sale_of_property', 'Sale of property', 'بيع عقار'),
          ],
        }),
        field(
          'plannedDeposit',
          'choice',
          t('How much do you plan to pay in over a year?', 'كم تخطط للإيداع خلال سنة؟'),
          {
            options: [
              choice('up_to_5000', 'Up to 5,000', 'حتى 5,000'),
              choice('up_to_25000', 'Up to 25,000', 'حتى 25,000'),
              choice('up_to_100000', 'Up to 100,000', 'حتى 100,000'),
              choice('more', 'More', 'أكثر'),
            ],
          },
        ),
      ],
    },
    {
      key: 'exposure',
      title: t('Public office', 'المناصب العامة'),
      fields: [
        field(
          'pep',
          'choice',
          t(
            'Do you, or does somebody close to you, hold an important public office?',
            'هل تشغل أنت أو شخص مقرب منك منصبًا عامًا مهمًا؟',
          ),
          {
            options: [
              choice('none', 'No', 'لا'),
              choice('current', 'Yes, I do', 'نعم، أنا'),
              choice('former', 'I did in the past', 'كنت في السابق'),
              choice('close_associate', 'Somebody close to me does', 'شخص مقرب مني'),
            ],
          },
        ),
        field('pepOffice', 'text', t('Which office?', 'أي منصب؟'), {
          when: { field: 'pep', in: ['current', 'former', 'close_associate'] },
        }),
      ],
    },
    {
      key: 'experience',
      title: t('Experience', 'الخبرة'),
      intro: t(
        'It decides which warnings we owe you, not whether you are welcome.',
        'تحدد التحذيرات التي ندين لك بها، لا قبولك.',
      ),
      fields: [
        field(
          'yearsTrading',
          'choice',
          t('How long have you traded leveraged products?', 'منذ متى تتداول بالرافعة المالية؟'),
          {
            options: [
              choice('never', 'Never', 'أبدًا'),
              choice('under_one', 'Less than a year', 'أقل من سنة'),
              choice('one_to_three', 'One to three years', 'من سنة إلى ثلاث'),
              choice('more', 'Longer', 'أكثر'),
            ],
          },
        ),
        field('interests', 'choices', t('What do you want to trade?', 'ماذا تريد أن تتداول؟'), {
          options: [
            choice('fx', 'Currencies', 'عملات'),
            choice('metals', 'Metals', 'معادن'),
            choice('indices', 'Indices', 'مؤشرات'),
            choice('shares', 'Shares', 'أسهم'),
            choice('crypto', 'Crypto assets', 'أصول مشفرة'),
          ],
        }),
        field('isTrue', 'declaration', t('Everything I have said is true.', 'كل ما ذكرته صحيح.')),
      ],
    },
  ],
  documents: [
    {
      key: 'identity',
      label: t('Identity document', 'وثيقة الهوية'),
      help: t('Passport, or both sides of a card.', 'جواز السفر أو وجها البطاقة.'),
      anyOf: ['passport', 'id_card', 'driving_licence', 'residence_permit'],
      required: true,
    },
    {
      key: 'address',
      label: t('Proof of address', 'إثبات العنوان'),
      help: t('A bill or bank statement of the last three months.', 'فاتورة أو كشف حساب لآخر ثلاثة أشهر.'),
      anyOf: ['proof_of_address'],
      required: true,
    },
  ],
};
