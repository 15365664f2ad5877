// The values of a target over time, with the path they should go.
import type { EChartsCoreOption } from 'echarts/core'
import { light } from '../../cockpit/colours'
import { overTime } from '../../cockpit/options'

interface Point {
  month: string
  value: string
}

interface HistoryOf {
  values: Point[]
  path: Point[]
  /** The number that is wanted. */
  wanted: string | null | undefined
  names: { values: string; path: string; wanted: string }
}

/** What the chart draws. The path ends where the target is due; without one the number that is
 * wanted is a level line under the values. */
export function historyOption({ values, path, wanted, names }: HistoryOf): EChartsCoreOption {
  const points = (all: Point[]) => all.map(it => [`${it.month}-01`, Number(it.value)] as [string, number])
  const ends = [values.at(0), values.at(-1)].flatMap(it => it ?? [])
  const level = wanted != null && path.length === 0 ? ends.map(it => ({ month: it.month, value: wanted })) : []
  const series = [
    { name: names.values, points: points(values) },
    { name: names.path, points: points(path) },
    { name: names.wanted, points: points(level) },
  ]
  return overTime({ series: series.filter(it => it.points.length > 0), colours: light, letters: 12 })
}
