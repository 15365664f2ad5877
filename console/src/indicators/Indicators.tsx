// 指标: what is measured, with its newest value, its formula and where the definition comes from.
import { FormOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Space, Table, type TableProps } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useSaid } from '../ledgers/said'
import { figureColumn } from '../parts/columns'
import { Mark } from '../parts/Mark'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { bilingual, useLanguage, useText } from '../text/text'
import { word } from '../text/words'
import './indicators.css'
import { PlaceFields } from './PlaceFields'
import { carried, monthOf, type TargetSearch } from './search'
import { EnterValue } from './target/EnterValue'
import { text as listText } from './text'
import { howWords, kindWords, unitWords } from './words'

const text = bilingual(
  {
    name: '指标',
    value: '最近的数',
    period: '期间',
    how: '从哪里来',
    kind: '怎样来',
    formula: '算法',
    open: '看背后的户',
    openWhat: (name: string) => `看“${name}”背后的户`,
    enter: '登记',
    enterWhat: (name: string) => `登记“${name}”的数`,
    mayNotOpen: '您的角色看得到数，不能打开到户；要看请找本级业务人员。',
  },
  {
    name: 'Indicator',
    value: 'Newest value',
    period: 'Period',
    how: 'From',
    kind: 'Comes',
    formula: 'Formula',
    open: 'Households',
    openWhat: name => `Households behind “${name}”`,
    enter: 'Enter',
    enterWhat: name => `Enter a number for “${name}”`,
    mayNotOpen: 'Your role may see the numbers and not the households behind them; ask the officer of your office.',
  },
)

type Line = S['IndicatorLine']

export default function Indicators() {
  const own = useText(text)
  const list = useText(listText)
  const say = useSaid()
  const may = useMay()
  const staff = useStaff()
  const units = useText(unitWords)
  const { language } = useLanguage()
  const [search] = useAddress<TargetSearch>()
  const [entered, setEntered] = useState<Line>()
  const { region, as_of } = search
  const found = api.useQuery(
    'get',
    '/api/v1/indicators',
    { params: { query: { region, as_of } } },
    { placeholderData: keepPreviousData },
  )
  const columns = useColumns(setEntered)
  return (
    <Flex vertical gap={12}>
      <Link to="/targets" search={carried(search) as never}>
        ← {list.title}
      </Link>
      <Card>
        <h1 className="list-title">{list.indicators}</h1>
        {as_of && <p className="targets-note soon">{list.asKnown(as_of)}</p>}
        <PlaceFields />
        {!may('open_indicator') && <p className="quiet targets-note">{own.mayNotOpen}</p>}
      </Card>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <Card styles={{ body: { padding: 0 } }}>
        <Table<Line>
          size="small"
          rowKey="indicator"
          dataSource={found.error ? [] : (found.data ?? [])}
          loading={found.isFetching}
          pagination={false}
          scroll={{ x: 1180 }}
          columns={columns}
        />
      </Card>
      {entered && (
        <EnterValue
          indicator={entered.indicator}
          name={say(entered)}
          unit={language === 'zh' ? entered.unit_zh : word(units, entered.unit)}
          region={region ?? staff.region}
          onClose={() => setEntered(undefined)}
        />
      )}
    </Flex>
  )
}

function useColumns(onEnter: (it: Line) => void): TableProps<Line>['columns'] {
  const own = useText(text)
  const words = useText(common)
  const kinds = useText(kindWords)
  const hows = useText(howWords)
  const units = useText(unitWords)
  const { language } = useLanguage()
  const say = useSaid()
  const may = useMay()
  const staff = useStaff()
  const [search] = useAddress<TargetSearch>()
  const unitOf = (it: Line) => (language === 'zh' ? it.unit_zh : word(units, it.unit))
  return [
    { title: own.name, width: 240, fixed: 'left', render: (_, it) => say(it) },
    figureColumn(own.value, 140, it =>
      it.value == null ? (
        '—'
      ) : (
        <>
          <strong>{it.value}</strong> {unitOf(it)}
        </>
      ),
    ),
    { title: own.period, width: 100, className: 'number', render: (_, it) => it.period ?? '—' },
    { title: own.how, width: 100, render: (_, it) => word(hows, it.how) },
    { title: own.kind, width: 130, render: (_, it) => word(kinds, it.kind) },
    { title: own.formula, width: 240, render: (_, it) => <span className="target-formula">{it.formula || '—'}</span> },
    {
      title: words.basis,
      render: (_, it) => (
        <>
          {it.is_default ? <Mark tone="care">{words.notStated}</Mark> : it.basis}
          {it.note && <div className="quiet">{it.note}</div>}
        </>
      ),
    },
    {
      title: words.action,
      width: 120,
      fixed: 'right',
      render: (_, it) => {
        const month = monthOf(it.period)
        return (
          <Space size={12}>
            {it.how === 'computed' && month && may('open_indicator') && (
              <Link
                to="/targets/indicators/$indicator"
                params={{ indicator: it.indicator }}
                search={{ region: search.region, as_of: search.as_of, month } as never}
                aria-label={own.openWhat(say(it))}
              >
                {own.open}
              </Link>
            )}
            {it.kind === 'reported' && may('report_indicator') && !staff.read_only && (
              <Button
                type="link"
                className="targets-link"
                icon={<FormOutlined />}
                aria-label={own.enterWhat(say(it))}
                onClick={() => onEnter(it)}
              >
                {own.enter}
              </Button>
            )}
          </Space>
        )
      },
    },
  ]
}
