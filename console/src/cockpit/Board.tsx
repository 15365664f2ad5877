import type { S } from '../api/client'
import { Alarms } from './Alarms'
import { BoardHead } from './BoardHead'
import type { ChartColours } from './colours'
import { Funnel } from './Funnel'
import { MainFigures } from './MainFigures'
import { Panel } from './Panel'
import { RegionTiles } from './RegionTiles'
import { Risks } from './Risks'
import { useText } from '../text/text'
import { text } from './text'
import { Trend } from './Trend'

/** What every drawing on the board is given. */
export interface BoardProps {
  cockpit: S['Cockpit']
  colours: ChartColours
  letters: number
}

/** Everything about a region on one board, on a page or on a wall. */
export function Board({ onLeave, ...board }: BoardProps & { onLeave?: () => void }) {
  const own = useText(text)
  const { cockpit } = board
  // Departments are counted from the county on, and below a village there is nothing.
  const hasFunnel = cockpit.level !== 'township' && cockpit.level !== 'village'
  const hasTiles = cockpit.regions.length > 0
  const shape = ['board-panels', !hasFunnel && 'no-funnel', !hasTiles && 'no-tiles'].filter(Boolean).join(' ')
  return (
    <div className="board">
      <BoardHead cockpit={cockpit} onLeave={onLeave} />
      <MainFigures figures={cockpit.figures} />
      <div className={shape}>
        {hasTiles && (
          <Panel title={own.below} place="tiles">
            <RegionTiles cockpit={cockpit} />
          </Panel>
        )}
        <Panel title={own.trend} place="trend">
          <Trend {...board} />
        </Panel>
        <Panel title={own.risks} place="risks">
          <Risks {...board} />
        </Panel>
        {hasFunnel && (
          <Panel title={own.funnel} place="funnel">
            <Funnel {...board} />
          </Panel>
        )}
        <Panel title={own.alarms} place="alarms">
          <Alarms alarms={cockpit.alarms} />
        </Panel>
      </div>
      <section className="board-notes">
        <h2 className="board-notes-title">{own.notes}</h2>
        <ul>
          {cockpit.notes.map(it => (
            <li key={it}>{it}</li>
          ))}
        </ul>
      </section>
    </div>
  )
}
