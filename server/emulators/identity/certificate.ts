import { type KeyObject, randomBytes, sign } from 'node:crypto';

// DER by hand: Node reads certificates and makes none.
const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts: Uint8Array[]) => tlv(0x30, ...parts);
const time = (at: Date) => tlv(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

// 1.2.840.113549.1.1.11, sha256WithRSAEncryption, and 2.5.4.3, commonName.
const algorithm = sequence(tlv(0x06, Buffer.from('2a864886f70d01010b', 'hex')), tlv(0x05));
const named = (name: string) =>
  sequence(tlv(0x31, sequence(tlv(0x06, Buffer.from('550403', 'hex')), tlv(0x0c, Buffer.from(name)))));

const tenYearsMs = 10 * 365 * 86_400_000;

/** An X.509 certificate for this key, as the metadata of an identity provider shows one: base64 without lines. */
export function selfSigned(privateKey: KeyObject, spki: Uint8Array, now: Date): string {
  const serial = tlv(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)]));
  const name = named('Demo ID');
  const validity = sequence(time(new Date(now.getTime() - 86_400_000)), time(new Date(now.getTime() + tenYearsMs)));
  const version = tlv(0xa0, tlv(0x02, Buffer.from([2])));
  const body = sequence(version, serial, algorithm, name, validity, name, spki);
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  return sequence(body, algorithm, signature).toString('base64');
}
