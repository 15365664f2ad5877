import { Link } from '@tanstack/react-router'
import { Button, Flex, Table } from 'antd'
import type { S } from '../../api/client'
import { useSaid } from '../../ledgers/said'
import { figureColumn } from '../../parts/columns'
import { yuan } from '../../parts/figures'
import { Mark } from '../../parts/Mark'
import { chinaDay } from '../../parts/time'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { origins } from '../words'
import { lineAsked } from './entering'
import type { Entry } from './EntryDrawer'
import { hasSources, Sources } from './Sources'
import { text } from './text'

type Line = S['IncomeLineView']

interface LinesProps {
  account: S['IncomeAccountView']
  lines: Line[]
  /** A stated total stands for the lines nobody knows. */
  isCovered: boolean
  onEnter?: (entry: Entry) => void
}

/** The lines of a component: amount, source, whether it counts; opened, the rows it rests on. */
export function Lines({ account, lines, isCovered, onEnter }: LinesProps) {
  const own = useText(text)
  const words = useText(common)
  const say = useSaid()
  return (
    <Table<Line>
      size="small"
      rowKey="line"
      dataSource={lines}
      pagination={false}
      scroll={{ x: 820 }}
      expandable={{
        columnTitle: <span className="income-hidden">{own.sources}</span>,
        expandedRowRender: it => <Sources line={it} />,
        rowExpandable: hasSources,
      }}
      columns={[
        {
          title: own.perLine,
          render: (_, it) => (
            <>
              {say(it)}
              {it.department && <div className="quiet">{it.department}</div>}
            </>
          ),
        },
        figureColumn(own.amount, 140, it => (it.fen == null ? '—' : <strong>{yuan(it.fen)}</strong>)),
        { title: own.from, width: 230, render: (_, it) => <From line={it} isCovered={isCovered} /> },
        {
          title: own.counts,
          width: 220,
          render: (_, it) => (
            <Flex gap={4} wrap>
              {it.counts ? words.yes : <Mark>{own.countsNot}</Mark>}
              {it.switch_is_default && <Mark tone="care">{words.notStated}</Mark>}
              {it.switch && (
                <Link to="/policy" search={{ open: it.switch } as never} aria-label={`${say(it)} ${own.switch}`}>
                  {own.switch}
                </Link>
              )}
            </Flex>
          ),
        },
        ...(onEnter
          ? [
              {
                title: words.action,
                width: 90,
                className: 'no-print',
                render: (_: unknown, it: Line) => (
                  <Button
                    type="link"
                    size="small"
                    className="income-link"
                    aria-label={it.fen == null ? own.fillLine(say(it)) : own.correctLine(say(it))}
                    onClick={() => onEnter({ what: 'one', asked: lineAsked(it, account) })}
                  >
                    {it.fen == null ? own.fillOne : own.correct}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

/** Where the value is from: the kind of source, and what it rests on in a word. */
function From({ line, isCovered }: { line: Line; isCovered: boolean }) {
  const own = useText(text)
  const sources = useText(origins)
  if (line.fen == null) {
    if (line.asked) return <Mark tone="care">{own.nobody}</Mark>
    return <span className="quiet">{line.counts && isCovered ? own.covered : '—'}</span>
  }
  const entry = line.from === 'feed' ? undefined : line.entries.filter(it => it.fen === line.fen).at(-1)
  return (
    <>
      <Mark tone={line.from === 'feed' ? 'good' : 'told'}>{word(sources, line.from)}</Mark>
      {entry && (
        <div className="quiet">
          {[entry.source, entry.by, chinaDay(entry.at)].filter(Boolean).join(' · ')}
        </div>
      )}
    </>
  )
}
