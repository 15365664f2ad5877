import { Card, Table } from 'antd'
import { useMemo } from 'react'
import type { S } from '../../api/client'
import { Chart } from '../../cockpit/Chart'
import { light } from '../../cockpit/colours'
import { bars, type Series } from '../../cockpit/options'
import { percent, yuan } from '../../parts/figures'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { signed } from '../change'
import { parts as partWords } from '../words'
import { text } from './text'

type Part = S['ComponentView']

/** What net income per head is made of, and how each part grows. */
export function Composition({ components }: { components: Part[] }) {
  const own = useText(text)
  const words = useText(partWords)
  const option = useMemo(() => {
    const parts = components.filter(it => it.part !== 'net')
    const wholeYuan = (fen: number | null | undefined) => Math.round((fen ?? 0) / 100)
    const series: Series[] = [{ name: own.now, values: parts.map(it => wholeYuan(it.per_head)) }]
    if (parts.some(it => it.last_per_head != null)) {
      series.push({ name: own.last, values: parts.map(it => wholeYuan(it.last_per_head)) })
    }
    return bars({ names: parts.map(it => word(words, it.part)), series, colours: light, letters: 12 })
  }, [components, own, words])
  const money = (title: string, of: (it: Part) => number | null | undefined) => ({
    title,
    width: 104,
    align: 'right' as const,
    className: 'number',
    render: (_: unknown, it: Part) => yuan(of(it)),
  })
  return (
    <Card>
      <h2 className="section">{own.composition}</h2>
      <Chart option={option} label={own.composition} height={220} />
      <Table<Part>
        size="small"
        rowKey="part"
        dataSource={components}
        pagination={false}
        columns={[
          { title: own.part, render: (_, it) => word(words, it.part) },
          money(own.now, it => it.per_head),
          { title: own.ofNet, width: 84, align: 'right', className: 'number', render: (_, it) => percent(it.share) },
          money(own.last, it => it.last_per_head),
          { title: own.growth, width: 84, align: 'right', className: 'number', render: (_, it) => signed(it.growth) },
        ]}
      />
    </Card>
  )
}
