import { pspPayoutContract } from '@/tests/contracts/psp-payouts';
import { openBank } from './bank-harness';

pspPayoutContract('bank', openBank);
