/** A moment in China's time, as `2026-11-23 02:08`: the days of the interface are China's too. */
export function chinaTime(at: string): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)
}
