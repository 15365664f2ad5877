// Moments in China's time, which is also that of the days of the interface.

const inChina = (at: string) => new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })

/** A moment, as `2026-11-23 02:08`. */
export function chinaTime(at: string): string {
  return inChina(at).slice(0, 16)
}

/** The same to the second. */
export function chinaSecond(at: string): string {
  return inChina(at).slice(0, 19)
}

/** The day of a moment. */
export function chinaDay(at: string): string {
  return inChina(at).slice(0, 10)
}
