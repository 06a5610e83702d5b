// Preloaded into each supervised process: the other end of its standard input closes when the supervisor is gone, kill -9
// included. Nobody may live on then: two worlds on one port or one folder of books would spoil both.
import process from 'node:process';

process.stdin.once('close', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 10_000).unref();
});
process.stdin.resume();
process.stdin.unref?.();
