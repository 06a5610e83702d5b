export type FileRules = { types: readonly string[]; maxBytes: number; maxFiles?: number };
export type FileRefusal = { reason: 'tooLarge' | 'wrongType' | 'tooMany'; name: string };

const names: Record<string, string> = {
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/heic': 'HEIC',
  'application/pdf': 'PDF',
  'text/csv': 'CSV',
};

export function typeNames(types: readonly string[]): string {
  return types.map((type) => names[type] ?? type).join(', ');
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1).replace(/\.0$/, '')} MB`;
}

/** What the browser can already refuse. The server sniffs the bytes and decides anyway. */
export function splitFiles<T extends { name: string; size: number; type: string }>(
  files: readonly T[],
  rules: FileRules,
) {
  const accepted: T[] = [];
  const refused: FileRefusal[] = [];
  for (const file of files) {
    if (!rules.types.includes(file.type)) refused.push({ reason: 'wrongType', name: file.name });
    else if (file.size > rules.maxBytes) refused.push({ reason: 'tooLarge', name: file.name });
    else if (accepted.length >= (rules.maxFiles ?? 1)) refused.push({ reason: 'tooMany', name: file.name });
    else accepted.push(file);
  }
  return { accepted, refused };
}
