/** A one-page PDF that says what it stands for. `word` steers the demo's identity check (see its emulator). */
export function specimen(lines: readonly string[], word: string): Uint8Array<ArrayBuffer> {
  const text = lines
    .map((line, n) => `${n === 0 ? '/F1 18 Tf 60 760 Td' : '/F1 12 Tf 0 -26 Td'} (${escaped(line)}) Tj`)
    .join(' ');
  const content = `BT ${text} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = `%PDF-1.4\n% SUMSUB:${word}\n`;
  const offsets = objects.map((object, n) => {
    const at = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(file);
}

/** The base font knows Latin letters only. */
const escaped = (line: string): string =>
  line
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/[\\()]/g, (sign) => `\\${sign}`);
