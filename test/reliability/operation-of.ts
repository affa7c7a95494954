/** A REST call by its method, product and path, without the SIDs. */
export function operationOf(method: string, host: string, path: string): string {
  const product = host.replace('.twilio.com', '');
  return `${method} ${product}${path.replace(/\?.*/, '').replace(/[A-Z]{2}[0-9a-f]{32}/g, '{sid}')}`;
}
