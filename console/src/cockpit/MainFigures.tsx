import type { S } from '../api/client'
import { useText } from '../text/text'
import { counted, figureNames, figureOf, type FigureName } from './figures'
import { text } from './text'
import { useFigureWords } from './useFigureWords'

/** The four figures of a region, large. What is late is marked, when something is. */
export function MainFigures({ figures }: { figures: S['RegionFigures'] }) {
  const own = useText(text)
  const words = useFigureWords()
  const units: Record<FigureName, string> = {
    monitored: own.households,
    new_clues: own.clues,
    overdue: own.cases,
    eliminated: own.households,
  }
  return (
    <dl className="board-figures">
      {figureNames.map(name => {
        const value = figureOf(figures, name)
        return (
          <div key={name} className={name === 'overdue' && value > 0 ? 'board-figure board-late' : 'board-figure'}>
            <dt>{words[name]}</dt>
            <dd className="number">
              {counted(value)} <small>{units[name]}</small>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
