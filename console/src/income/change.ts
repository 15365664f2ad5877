/** Growth against a year before, in 万分点; none when there is nothing to compare with. */
export function change(now: number | null | undefined, before: number | null | undefined): number | undefined {
  if (now == null || before == null || before <= 0) return undefined
  return Math.round(((now - before) / before) * 10_000)
}

/** 万分点 as per cent with its sign, for differences. */
export function signed(basisPoints: number | null | undefined): string {
  if (basisPoints == null) return '—'
  const shown = (Math.abs(basisPoints) / 100).toLocaleString('zh-CN', { maximumFractionDigits: 2 })
  return `${basisPoints < 0 ? '−' : basisPoints > 0 ? '+' : ''}${shown}%`
}
