import { useMemo } from 'react'
import { useText } from '../text/text'
import { risks as riskWords, word } from '../text/words'
import type { BoardProps } from './Board'
import { Chart } from './Chart'
import { FiguresTable } from './FiguresTable'
import { bars } from './options'
import { text } from './text'

/** How many monitored households have which risk. */
export function Risks({ cockpit, colours, letters }: BoardProps) {
  const own = useText(text)
  const words = useText(riskWords)
  const { names, series } = useMemo(
    () => ({
      names: cockpit.risks.map(it => word(words, it.risk)),
      series: [{ name: own.households, values: cockpit.risks.map(it => it.households) }],
    }),
    [cockpit, own, words],
  )
  const option = useMemo(() => bars({ names, series, colours, letters }), [names, series, colours, letters])
  if (names.length === 0) return <p className="board-nothing">{own.noRisks}</p>
  return (
    <>
      <Chart option={option} label={own.risks} height="100%" />
      <FiguresTable caption={own.risks} head={own.risk} names={names} series={series} />
    </>
  )
}
