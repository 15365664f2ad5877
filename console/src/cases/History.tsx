import { Empty, Tag, Timeline } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { stages, word } from '../text/words'
import { chainsOf, entryOf } from './course'
import { Said } from './said/Said'
import { Terms } from './Terms'
import { text } from './text'
import { useWho } from './who'
import { actions } from './words'

interface HistoryProps {
  history: S['HistoryView'][]
  name: (person: number) => string
}

/** What was done with a case, the last first: when, who, what was said, and the figures of the day. */
export function History({ history, name }: HistoryProps) {
  const own = useText(text)
  const stageWords = useText(stages)
  const actionWords = useText(actions)
  const who = useWho()
  const chains = chainsOf(history)
  if (history.length === 0) return <Empty description={own.historyEmpty} image={Empty.PRESENTED_IMAGE_SIMPLE} />
  const items = history.map((row, at) => {
    const { action, terms } = entryOf(row)
    const chain = chains[at]
    const step = (it: string) => chain?.steps.find(one => one.name === it)?.zh ?? ''
    const moved = row.stage !== (history[at - 1]?.stage ?? 'clue')
    const done = 'step' in action && action.step ? step(action.step) : ''
    return {
      key: row.number,
      content: (
        <div className="history-row">
          <div className="history-head">
            <strong>{word(actionWords, row.action)}</strong>
            {done && <span>{done}</span>}
            <span className="number">{row.day}</span>
            <span className="quiet">{who(row, chain)}</span>
            {moved && <Tag className="tag-green">{word(stageWords, row.stage)}</Tag>}
            <span className="history-terms">
              <Terms terms={terms} />
            </span>
          </div>
          <Said action={action} name={name} step={step} />
        </div>
      ),
    }
  })
  return <Timeline items={[...items].reverse()} className="history" />
}
