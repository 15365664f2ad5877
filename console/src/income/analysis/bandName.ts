import type { S } from '../../api/client'

/** 分 as whole 元 where they are whole, thousands separated. */
export function short(fen: number): string {
  return (fen / 100).toLocaleString('zh-CN', { maximumFractionDigits: 2 })
}

/** How the ends of a band are said. */
export interface BandWords {
  below: (amount: string) => string
  between: (from: string, below: string) => string
  from: (amount: string) => string
  everybody: string
}

/** A band in words. */
export function bandName({ from, below }: Pick<S['BandView'], 'from' | 'below'>, words: BandWords): string {
  if (from == null) return below == null ? words.everybody : words.below(short(below))
  return below == null ? words.from(short(from)) : words.between(short(from), short(below))
}

/** A part of a whole in 万分点; none of nothing. */
export function shareOf(part: number, whole: number): number | undefined {
  return whole > 0 ? Math.round((part / whole) * 10_000) : undefined
}
