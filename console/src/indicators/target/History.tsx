import { FormOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Card, Empty, Flex, Space, Table } from 'antd'
import { useMemo } from 'react'
import type { S } from '../../api/client'
import { Chart } from '../../cockpit/Chart'
import { useAddress } from '../../frame/address'
import { useSaid } from '../../ledgers/said'
import { figureColumn } from '../../parts/columns'
import { chinaTime } from '../../parts/time'
import { useMay, useStaff } from '../../session/session'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { monthOf, type TargetSearch } from '../search'
import { howWords } from '../words'
import { Earlier } from './Earlier'
import { EnterValue } from './EnterValue'
import { historyOption } from './historyOption'
import type { Story } from './Target'
import { text } from './text'

/** The values of a target over the years: drawn, and in a table that opens each of them. */
export function History({ story }: { story: Story }) {
  const own = useText(text)
  const say = useSaid()
  const may = useMay()
  const staff = useStaff()
  const [search, setSearch] = useAddress<TargetSearch>()
  const { target, values, path, wanted, indicator } = story
  const option = useMemo(
    () =>
      historyOption({
        values,
        path,
        wanted,
        names: { values: own.series, path: own.seriesPath, wanted: own.seriesWanted },
      }),
    [values, path, wanted, own],
  )
  const isEntered = !target.is_measured || indicator?.kind === 'reported'
  const mayEnter = isEntered && may('report_indicator') && !staff.read_only
  const close = () => setSearch({ ...search, form: undefined, said: undefined })
  const opens = values.some(it => it.opens)
  return (
    <Card>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <h2 className="section">{own.history}</h2>
        {mayEnter && (
          <Button icon={<FormOutlined />} className="no-print" onClick={() => setSearch({ ...search, form: 'value' })}>
            {own.enter}
          </Button>
        )}
      </Flex>
      {values.length === 0 ? (
        <Empty description={own.noHistory} image={Empty.PRESENTED_IMAGE_SIMPLE} />
      ) : (
        <>
          <Chart option={option} label={own.history} height={260} />
          <Values story={story} />
        </>
      )}
      {opens && !may('open_indicator') && <p className="quiet targets-note">{own.mayNotOpen}</p>}
      {values.length > 0 && !opens && <p className="quiet targets-note">{own.notFromHouseholds}</p>}
      {mayEnter && search.form === 'value' && (
        <EnterValue
          indicator={target.measure}
          name={say(target)}
          unit={target.unit}
          region={story.region}
          onClose={close}
        />
      )}
      {search.said && (
        <Earlier
          indicator={target.measure}
          name={say(target)}
          region={story.region}
          period={search.said}
          onClose={close}
        />
      )}
    </Card>
  )
}

function Values({ story }: { story: Story }) {
  const own = useText(text)
  const hows = useText(howWords)
  const may = useMay()
  const [search, setSearch] = useAddress<TargetSearch>()
  const { target, indicator } = story
  const newestFirst = [...story.values].reverse()
  return (
    <Table<S['TargetPoint']>
      size="small"
      rowKey="period"
      dataSource={newestFirst}
      pagination={newestFirst.length > 24 ? { pageSize: 24, showSizeChanger: false } : false}
      scroll={{ x: 860 }}
      columns={[
        { title: own.period, dataIndex: 'period', width: 110, className: 'number' },
        figureColumn(`${own.value}${target.unit ? `（${target.unit}）` : ''}`, 150, it => <strong>{it.value}</strong>),
        { title: own.how, width: 110, render: (_, it) => word(hows, it.how) },
        { title: own.document, render: (_, it) => [it.document, it.note, it.counties].filter(Boolean).join(' · ') || '—' },
        {
          title: own.statedAt,
          width: 150,
          className: 'number',
          render: (_, it) => (it.stated_at ? chinaTime(it.stated_at) : '—'),
        },
        {
          title: own.actions,
          width: 190,
          render: (_, it) => {
            const month = monthOf(it.period)
            const params = indicator && { indicator: indicator.indicator }
            const of = { region: search.region, as_of: search.as_of, month, target: target.target }
            return (
              <Space size={12} wrap>
                {it.opens && month && params && may('open_indicator') && (
                  <Link to="/targets/indicators/$indicator" params={params} search={of as never} aria-label={own.openWhat(it.period)}>
                    {own.open}
                  </Link>
                )}
                <Button
                  type="link"
                  className="targets-link"
                  aria-label={own.earlierWhat(it.period)}
                  onClick={() => setSearch({ ...search, said: it.period })}
                >
                  {own.earlier}
                </Button>
              </Space>
            )
          },
        },
      ]}
    />
  )
}
