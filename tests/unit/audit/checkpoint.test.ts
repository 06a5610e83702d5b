import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64, utf8 } from '@/server/kernel/encoding';
import {
  CheckpointError,
  formatBody,
  openCheckpoint,
  parseVerifierKey,
  readCheckpoint,
  signCheckpoint,
  signerFromSeed,
} from '@/server/modules/audit/checkpoint';

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const root = new Uint8Array(32).fill(7);
const checkpoint = { origin: 'desk.example/audit/acme', size: 42, root };

describe('the example key of golang.org/x/mod/sumdb/note', () => {
  const publicText = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const secret = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

  test('name, id and key come back', async () => {
    expect((await parseVerifierKey(`${publicText}\n`)).text).toBe(publicText);
    const signer = await signerFromSeed('PeterNeumann', fromBase64(secret).slice(1));
    expect(signer.verifier.text).toBe(publicText);
  });

  test('the published signature is made', async () => {
    const signer = await signerFromSeed('PeterNeumann', fromBase64(secret).slice(1));
    const signature = await signer.sign(utf8(text));
    expect(toBase64(new Uint8Array([...signer.verifier.id, ...signature]))).toBe(
      'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
    );
  });
});

test('a checkpoint is three lines, extensions and signatures', async () => {
  const signer = await signerFromSeed('desk.example/audit/acme', seed(1));
  const text = await signCheckpoint({ ...checkpoint, extensions: ['sealed 2026-10-05T09:00:00.000Z'] }, signer);
  const lines = text.split('\n');
  expect(lines.slice(0, 5)).toEqual([
    'desk.example/audit/acme',
    '42',
    toBase64(root),
    'sealed 2026-10-05T09:00:00.000Z',
    '',
  ]);
  expect(lines[5]).toMatch(/^— desk\.example\/audit\/acme [A-Za-z0-9+/]+=*$/);
  expect(await openCheckpoint(text, [signer.verifier])).toEqual({
    ...checkpoint,
    extensions: ['sealed 2026-10-05T09:00:00.000Z'],
  });
  expect(readCheckpoint(text).size).toBe(42);
});

test('witnesses may sign too; unknown ones are skipped, false ones are not', async () => {
  const log = await signerFromSeed('log', seed(1));
  const witness = await signerFromSeed('witness', seed(2));
  const text = await signCheckpoint(checkpoint, log, witness);
  expect((await openCheckpoint(text, [log.verifier])).size).toBe(42);
  expect((await openCheckpoint(text, [witness.verifier])).size).toBe(42);
  const liar = { verifier: witness.verifier, sign: async () => new Uint8Array(64) };
  const spoilt = await signCheckpoint(checkpoint, log, liar);
  expect((await openCheckpoint(spoilt, [log.verifier])).size).toBe(42);
  await expect(openCheckpoint(spoilt, [log.verifier, witness.verifier])).rejects.toThrow('bad_signature');
});

test('what cannot be trusted is refused with its reason', async () => {
  const signer = await signerFromSeed('log', seed(1));
  const other = await signerFromSeed('log', seed(2));
  const text = await signCheckpoint(checkpoint, signer);
  const reason = async (note: string, key = signer.verifier) =>
    openCheckpoint(note, [key]).then(
      () => 'accepted',
      (error: unknown) => (error instanceof CheckpointError ? error.reason : error),
    );
  expect(await reason(text)).toBe('accepted');
  expect(await reason(text, other.verifier)).toBe('unknown_key');
  expect(await reason(text.replace('\n42\n', '\n43\n'))).toBe('bad_signature');
  expect(await reason(text.replace('\n42\n', '\n042\n'))).toBe('malformed');
  expect(await reason(text.replace('desk.', 'disk.'))).toBe('bad_signature');
  expect(await reason(text.trimEnd())).toBe('malformed');
  expect(await reason(text.split('\n\n')[0] ?? '')).toBe('malformed');
  expect(await reason('')).toBe('malformed');
});

test('a body that could be read two ways is never signed', () => {
  for (const origin of ['', 'a\nb', 'a\tb']) expect(() => formatBody({ ...checkpoint, origin })).toThrow('malformed');
  expect(() => formatBody({ ...checkpoint, size: -1 })).toThrow('malformed');
  expect(() => formatBody({ ...checkpoint, root: new Uint8Array(31) })).toThrow('malformed');
  expect(() => formatBody({ ...checkpoint, extensions: [''] })).toThrow('malformed');
});

test('keys are checked', async () => {
  const good = (await signerFromSeed('log', seed(1))).verifier.text;
  await expect(parseVerifierKey(good.replace('log', 'lag'))).rejects.toThrow('malformed_key');
  await expect(parseVerifierKey(good.slice(0, -4))).rejects.toThrow('malformed_key');
  await expect(parseVerifierKey('nonsense')).rejects.toThrow('malformed_key');
  await expect(signerFromSeed('two words', seed(1))).rejects.toThrow('malformed_key');
  await expect(signerFromSeed('log', new Uint8Array(31))).rejects.toThrow('malformed_key');
});
