import { Flex, Table } from 'antd'
import { figureColumn } from '../parts/columns'
import { percent } from '../parts/figures'
import { useText } from '../text/text'
import { clueClasses, word } from '../text/words'
import { Difference } from './Difference'
import type { Area, Side } from './simulation'
import { resultText } from './text'

interface Line {
  key: string
  title: string
  of: (side: Side) => number | null | undefined
  isRate?: boolean
  isPart?: boolean
}

/** The numbers of both sides beside each other. */
export function SideBySide({ area }: { area: Area }) {
  const own = useText(resultText)
  const classWords = useText(clueClasses)
  const classes = [...new Set([...Object.keys(area.now.classes), ...Object.keys(area.tried.classes)])].sort()
  const lines: Line[] = [
    { key: 'visits', title: own.visits, of: it => it.visits },
    { key: 'true', title: own.foundTrue, of: it => it.found_true, isPart: true },
    { key: 'untrue', title: own.foundUntrue, of: it => it.found_untrue, isPart: true },
    { key: 'untold', title: own.untold, of: it => it.untold, isPart: true },
    { key: 'rate', title: own.rate, of: it => it.hit_rate_basis_points, isRate: true },
    { key: 'missed', title: own.missed, of: it => it.missed },
    { key: 'alarms', title: own.alarms, of: it => it.alarms },
    ...classes.map(it => ({ key: it, title: word(classWords, it), of: (side: Side) => side.classes[it] ?? 0, isPart: true })),
  ]
  const heading: Line = { key: 'classes', title: own.classes, of: () => null }
  const rows = classes.length > 0 ? [...lines.slice(0, -classes.length), heading, ...lines.slice(-classes.length)] : lines
  const show = (line: Line, side: Side) => {
    const value = line.of(side)
    if (line.isRate) return percent(value)
    return value == null ? '' : value.toLocaleString('zh-CN')
  }
  return (
    <Flex vertical gap={10}>
      <Table<Line>
        size="small"
        rowKey="key"
        dataSource={rows}
        pagination={false}
        style={{ maxWidth: 760 }}
        columns={[
          { title: own.line, render: (_, it) => <span className={it.isPart ? 'part' : undefined}>{it.title}</span> },
          figureColumn(own.now, 130, it => show(it, area.now)),
          figureColumn(own.tried, 130, it => show(it, area.tried)),
          figureColumn(own.difference, 130, it => <Difference now={it.of(area.now)} tried={it.of(area.tried)} isRate={it.isRate} />),
        ]}
      />
      <strong>{own.moved(area.more, area.fewer)}</strong>
    </Flex>
  )
}
