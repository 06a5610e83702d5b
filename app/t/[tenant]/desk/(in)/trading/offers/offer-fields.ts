import { z } from 'zod';
import { fromDecimalString, toDecimalString } from '@/server/kernel/amounts';
import type { OfferView } from '@/server/modules/trading/contract';
import { tiers } from '@/server/modules/trading/contract';

const whole = z.string().regex(/^\d{1,5}$/);
const amount = z.string().regex(/^\d{1,15}([.,]\d{1,2})?$/);

/** What is typed; the verb's own contract decides on it. */
export const OfferFields = z.object({
  name: z.string().trim().min(2).max(60),
  description: z.string().trim().max(300),
  connectionId: z.string().min(1),
  entityId: z.string(),
  environment: z.enum(['live', 'demo']),
  currency: z.string().regex(/^[A-Z]{3,5}$/),
  groupName: z.string().trim().min(1).max(63),
  closeOnlyGroup: z.string().trim().max(63),
  leverageDefault: whole,
  leverageMax: whole,
  countries: z.string().regex(/^(\s*[A-Za-z]{2}\s*(,\s*[A-Za-z]{2}\s*)*)?$/),
  tiers: z.array(z.enum(tiers)),
  minDeposit: amount,
  demoBalance: amount,
  isSwapFree: z.boolean(),
  accountsMax: whole,
});
export type OfferFields = z.output<typeof OfferFields>;

export const everyEntity = 'every';

export function fieldsOf(offer: OfferView | undefined, connectionId: string): OfferFields {
  if (!offer)
    return {
      name: '',
      description: '',
      connectionId,
      entityId: everyEntity,
      environment: 'live',
      currency: 'EUR',
      groupName: '',
      closeOnlyGroup: '',
      leverageDefault: '30',
      leverageMax: '30',
      countries: '',
      tiers: [],
      minDeposit: '0',
      demoBalance: '0',
      isSwapFree: false,
      accountsMax: '5',
    };
  const { name, connectionId: platform, environment, currency, groupName, isSwapFree } = offer;
  return {
    ...{ name, connectionId: platform, environment, currency, groupName, isSwapFree },
    description: offer.description ?? '',
    entityId: offer.entityId ?? everyEntity,
    closeOnlyGroup: offer.closeOnlyGroup ?? '',
    leverageDefault: String(offer.leverageDefault),
    leverageMax: String(offer.leverageMax),
    countries: offer.countries.join(', '),
    tiers: tiers.filter((tier) => offer.tiers.includes(tier)),
    minDeposit: toDecimalString(offer.minDeposit),
    demoBalance: toDecimalString(offer.demoBalance),
    accountsMax: String(offer.accountsMax),
  };
}

/** The part of the verb's input that creating and changing share. */
export function inputOf(fields: OfferFields, offer: OfferView | undefined) {
  const minor = (text: string) => fromDecimalString(text.replace(',', '.'), fields.currency).minor;
  return {
    name: fields.name,
    description: fields.description || null,
    groupName: fields.groupName,
    closeOnlyGroup: fields.closeOnlyGroup || null,
    leverageDefault: Number(fields.leverageDefault),
    leverageMax: Number(fields.leverageMax),
    leverageByClass: offer?.leverageByClass ?? {},
    countries: fields.countries
      .split(',')
      .map((code) => code.trim().toUpperCase())
      .filter((code) => code !== ''),
    tiers: fields.tiers,
    minDepositMinor: minor(fields.minDeposit),
    demoBalanceMinor: minor(fields.demoBalance),
    isSwapFree: fields.isSwapFree,
    accountsMax: Number(fields.accountsMax),
    position: offer?.position ?? 100,
  };
}
