import { kycContract } from '@/tests/contracts/kyc';
import { openSumsub } from './sumsub-harness';

kycContract('sumsub, SHA-256', () => openSumsub('HMAC_SHA256_HEX'));
kycContract('sumsub, SHA-512', () => openSumsub('HMAC_SHA512_HEX'));
