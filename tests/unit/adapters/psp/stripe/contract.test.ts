import { pspPaymentContract } from '@/tests/contracts/psp';
import { openStripe } from './stripe-harness';

pspPaymentContract('stripe', openStripe);
