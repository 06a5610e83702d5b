import { invalid } from './errors';

const currencies = new Set(
  (
    'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk ' +
    'djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd ' +
    'kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln ' +
    'pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf ' +
    'xcd xof xpf yer zar zmw'
  ).split(' '),
);
const lastDigitZero = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
const wholeOnly = new Set(['isk', 'ugx']);
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));

export function checkCurrency(currency: string, param = 'currency'): string {
  if (!currencies.has(currency)) {
    throw invalid(
      `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...currencies].join(', ')}`,
      { param },
    );
  }
  return currency;
}

/** The bounds and the roundness that Stripe asks of a charge (docs.stripe.com/currencies#special-cases). */
export function checkAmount(amount: number, currency: string, param = 'amount'): number {
  if (amount < 1)
    throw invalid('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param });
  const minimum = zeroDecimal.has(currency) ? 50 : lastDigitZero.has(currency) ? 100 : 50;
  if (amount < minimum) {
    throw invalid(`Amount must be at least ${minimum} ${currency} minor units`, { code: 'amount_too_small', param });
  }
  if (amount > 99_999_999)
    throw invalid('Amount must be no more than $999,999.99', { code: 'amount_too_large', param });
  if (lastDigitZero.has(currency) && amount % 10 !== 0) {
    throw invalid(`Invalid amount. ${currency.toUpperCase()} amounts must be rounded to the nearest ten.`, {
      code: 'parameter_invalid_integer',
      param,
    });
  }
  if (wholeOnly.has(currency) && amount % 100 !== 0) {
    throw invalid(
      `Invalid amount. Currency ${currency.toUpperCase()} has become effectively zero-decimal and charged amounts must be evenly divisible by 100. See https://stripe.com/docs/currencies#special-cases for more information.`,
      { code: 'invalid_charge_amount_no_decimal_compatible', param },
    );
  }
  return amount;
}
