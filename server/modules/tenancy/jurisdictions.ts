/** What a licence in a place usually brings. A tenant may change every value; these only spare typing. */
export type JurisdictionPreset = {
  readonly code: string;
  readonly name: string;
  readonly regulator: string;
  readonly baseCurrency: string;
  readonly timeZone: string;
  /** Local time after which a bank transfer leaves the next day. */
  readonly cutOff: string;
  readonly bankCalendar: string;
};

const preset = (
  code: string,
  name: string,
  regulator: string,
  baseCurrency: string,
  timeZone: string,
  cutOff: string,
  bankCalendar: string,
): JurisdictionPreset => ({ code, name, regulator, baseCurrency, timeZone, cutOff, bankCalendar });

export const jurisdictions: readonly JurisdictionPreset[] = [
  preset('CY', 'Cyprus', 'CySEC', 'EUR', 'Asia/Nicosia', '15:30', 'TARGET'),
  preset('MT', 'Malta', 'MFSA', 'EUR', 'Europe/Malta', '15:30', 'TARGET'),
  preset('DE', 'Germany', 'BaFin', 'EUR', 'Europe/Berlin', '15:30', 'TARGET'),
  preset('IE', 'Ireland', 'CBI', 'EUR', 'Europe/Dublin', '15:30', 'TARGET'),
  preset('GB', 'United Kingdom', 'FCA', 'GBP', 'Europe/London', '15:30', 'GB'),
  preset('CH', 'Switzerland', 'FINMA', 'CHF', 'Europe/Zurich', '15:30', 'CH'),
  preset('AU', 'Australia', 'ASIC', 'AUD', 'Australia/Sydney', '16:00', 'AU'),
  preset('NZ', 'New Zealand', 'FMA', 'NZD', 'Pacific/Auckland', '16:00', 'NZ'),
  preset('SG', 'Singapore', 'MAS', 'SGD', 'Asia/Singapore', '16:00', 'SG'),
  preset('JP', 'Japan', 'FSA', 'JPY', 'Asia/Tokyo', '15:00', 'JP'),
  preset('AE', 'United Arab Emirates', 'SCA', 'AED', 'Asia/Dubai', '14:00', 'AE'),
  preset('AE-DI', 'Dubai International Financial Centre', 'DFSA', 'USD', 'Asia/Dubai', '14:00', 'AE'),
  preset('JO', 'Jordan', 'JSC', 'USD', 'Asia/Amman', '14:00', 'JO'),
  preset('KE', 'Kenya', 'CMA', 'USD', 'Africa/Nairobi', '15:00', 'KE'),
  preset('ZA', 'South Africa', 'FSCA', 'ZAR', 'Africa/Johannesburg', '15:00', 'ZA'),
  preset('MU', 'Mauritius', 'FSC', 'USD', 'Indian/Mauritius', '15:00', 'MU'),
  preset('SC', 'Seychelles', 'FSA', 'USD', 'Indian/Mahe', '15:00', 'SC'),
  preset('BS', 'Bahamas', 'SCB', 'USD', 'America/Nassau', '15:00', 'US'),
  preset('KY', 'Cayman Islands', 'CIMA', 'USD', 'America/Cayman', '15:00', 'US'),
  preset('VG', 'British Virgin Islands', 'BVIFSC', 'USD', 'America/Tortola', '15:00', 'US'),
  preset('BZ', 'Belize', 'FSC', 'USD', 'America/Belize', '15:00', 'US'),
  preset('LC', 'Saint Lucia', 'none for forex', 'USD', 'America/St_Lucia', '15:00', 'US'),
  preset('VU', 'Vanuatu', 'VFSC', 'USD', 'Pacific/Efate', '15:00', 'AU'),
];

export const findJurisdiction = (code: string): JurisdictionPreset | undefined =>
  jurisdictions.find((one) => one.code === code);
