/** The Chromium of the dev dependency, which unpacks it into the system's folder for temporary files. */
export async function unpackedChromium(): Promise<string> {
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}
