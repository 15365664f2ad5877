import { Card, Empty, Table } from 'antd'
import { useMemo } from 'react'
import type { S } from '../../api/client'
import { Chart } from '../../cockpit/Chart'
import { light } from '../../cockpit/colours'
import { bars } from '../../cockpit/options'
import { figureColumn, moneyColumn, shareColumn } from '../../parts/columns'
import { yuan } from '../../parts/figures'
import { Mark } from '../../parts/Mark'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { parts as partWords } from '../words'
import { short } from './bandName'
import { text } from './text'

type Part = S['PathView']

/** What was reached beside what the plan wants of the year, and where the plan says it. */
export function PlanPath({ path }: { path: Part[] }) {
  const own = useText(text)
  const shared = useText(common)
  const words = useText(partWords)
  const option = useMemo(
    () =>
      bars({
        names: path.map(it => word(words, it.part)),
        series: [
          { name: own.reached, values: path.map(it => Math.round(it.reached / 100)) },
          { name: own.planned, values: path.map(it => Math.round(it.plan.value / 100)) },
        ],
        colours: light,
        letters: 12,
      }),
    [path, own, words],
  )
  return (
    <Card>
      <h2 className="section">{own.path}</h2>
      {path.length === 0 ? (
        <Empty description={own.noPath} image={Empty.PRESENTED_IMAGE_SIMPLE} />
      ) : (
        <>
          <Chart option={option} label={own.path} height={60 + 40 * path.length} />
          <Table<Part>
            size="small"
            rowKey="part"
            dataSource={path}
            pagination={false}
            scroll={{ x: 980 }}
            columns={[
              { title: own.part, width: 170, render: (_, it) => word(words, it.part) },
              {
                title: own.base,
                width: 130,
                className: 'number',
                render: (_, { plan }) => own.ofYear(plan.base_year, short(plan.base)),
              },
              {
                title: own.planned,
                width: 130,
                className: 'number',
                render: (_, { plan }) => own.ofYear(plan.year, short(plan.value)),
              },
              figureColumn(own.reached, 110, it => <strong>{yuan(it.reached)}</strong>),
              moneyColumn(own.difference, it => it.difference, 110),
              shareColumn(own.stated, ({ plan }) => plan.stated, 90),
              shareColumn(own.computed, ({ plan }) => plan.computed, 90),
              {
                title: shared.basis,
                render: (_, it) => (
                  <>
                    {it.basis === 'default' ? <Mark tone="care">{shared.notStated}</Mark> : it.basis}
                    {it.follows === false && <div className="soon">{own.doesNotFollow}</div>}
                    {it.note && <div className="quiet">{it.note}</div>}
                  </>
                ),
              },
            ]}
          />
        </>
      )}
    </Card>
  )
}
