import { speakThroughRelay } from './neon-relay';

const port = process.env.TEST_NEON_RELAY_PORT;
if (port) speakThroughRelay(Number(port));
