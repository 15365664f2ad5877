// The way from one's own region down to the one that is shown.

const lengths = [2, 4, 6, 9, 12]

/** The codes from the own region to the shown one, both of 12 digits. */
export function pathTo(code: string, own: string): string[] {
  const all = lengths.map(it => code.slice(0, it).padEnd(12, '0'))
  const distinct = [...new Set(all)]
  const from = distinct.indexOf(own.padEnd(12, '0'))
  return from < 0 ? [code] : distinct.slice(from)
}

/** Whether one region lies in another; both codes are of 12 digits. */
export function liesIn(code: string, region: string): boolean {
  const digits = lengths.find(it => region.slice(it) === '0'.repeat(12 - it)) ?? 12
  return code.startsWith(region.slice(0, digits))
}
