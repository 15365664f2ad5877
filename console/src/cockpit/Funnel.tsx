import { useMemo } from 'react'
import { useText } from '../text/text'
import type { BoardProps } from './Board'
import { Chart } from './Chart'
import { FiguresTable } from './FiguresTable'
import { bars } from './options'
import { text } from './text'

/** What became of the month's clues, by the department whose data raised them. */
export function Funnel({ cockpit, colours, letters }: BoardProps) {
  const own = useText(text)
  const { names, series } = useMemo(() => {
    const { funnel } = cockpit
    return {
      names: funnel.map(it => it.key[0] ?? ''),
      series: [
        { name: own.funnelClues, values: funnel.map(it => it.clues) },
        { name: own.funnelDispatched, values: funnel.map(it => it.dispatched) },
        { name: own.funnelConfirmed, values: funnel.map(it => it.confirmed) },
        { name: own.funnelIdentified, values: funnel.map(it => it.identified) },
      ],
    }
  }, [cockpit, own])
  const option = useMemo(() => bars({ names, series, colours, letters }), [names, series, colours, letters])
  if (names.length === 0) return <p className="board-nothing">{own.noFunnel}</p>
  return (
    <>
      <Chart option={option} label={own.funnel} height="100%" />
      <FiguresTable caption={own.funnel} head={own.department} names={names} series={series} />
    </>
  )
}
