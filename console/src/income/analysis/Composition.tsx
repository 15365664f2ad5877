import { Card, Table } from 'antd'
import { useMemo } from 'react'
import type { S } from '../../api/client'
import { Chart } from '../../cockpit/Chart'
import { light } from '../../cockpit/colours'
import { bars, type Series } from '../../cockpit/options'
import { figureColumn, moneyColumn, shareColumn } from '../../parts/columns'
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
          moneyColumn(own.now, it => it.per_head, 104),
          shareColumn(own.ofNet, it => it.share, 84),
          moneyColumn(own.last, it => it.last_per_head, 104),
          figureColumn(own.growth, 84, it => signed(it.growth)),
        ]}
      />
    </Card>
  )
}
