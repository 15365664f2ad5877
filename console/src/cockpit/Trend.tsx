import { useMemo } from 'react'
import { useText } from '../text/text'
import type { BoardProps } from './Board'
import { Chart } from './Chart'
import { FiguresTable } from './FiguresTable'
import { lines } from './options'
import { text } from './text'

/** Twelve months of clues, identifications and eliminations. */
export function Trend({ cockpit, colours, letters }: BoardProps) {
  const own = useText(text)
  const { names, series } = useMemo(() => {
    const { trend } = cockpit
    return {
      names: trend.map(it => it.month),
      series: [
        { name: own.trendClues, values: trend.map(it => it.new_clues) },
        { name: own.trendIdentified, values: trend.map(it => it.identified) },
        { name: own.trendEliminated, values: trend.map(it => it.eliminated) },
      ],
    }
  }, [cockpit, own])
  const option = useMemo(() => lines({ names, series, colours, letters }), [names, series, colours, letters])
  return (
    <>
      <Chart option={option} label={own.trend} height="100%" />
      <FiguresTable caption={own.trend} head={own.month} names={names} series={series} />
    </>
  )
}
