import type { S } from '../api/client'

/** The figures a region is shown by. The server counts them. */
export const figureNames = ['monitored', 'new_clues', 'overdue', 'eliminated'] as const

export type FigureName = (typeof figureNames)[number]

/** One figure of a region. */
export function figureOf(region: S['RegionFigures'], name: FigureName): number {
  return region[name]
}

/** A number, thousands separated. */
export function counted(value: number): string {
  return value.toLocaleString('zh-CN')
}
