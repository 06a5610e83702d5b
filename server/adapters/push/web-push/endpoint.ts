const numeric = /^[\d.]+$|^\[|:/;

/** A push service is a named host of the internet over https; others only where OUTBOUND_ALLOW names them. The call itself vets addresses again. */
export function refusalOfEndpoint(endpoint: string, allow: string | undefined): string | null {
  if (!URL.canParse(endpoint)) return 'not an address';
  const { protocol, hostname, port, username, password, hash } = new URL(endpoint);
  if (username || password || hash) return 'not a plain address';
  const place = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  if ((allow ?? '').split(',').some((each) => each.trim() === place)) return null;
  if (protocol !== 'https:' || (port !== '' && port !== '443')) return 'not https';
  return numeric.test(hostname) || !hostname.includes('.') ? 'not a public host' : null;
}
