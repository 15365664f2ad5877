// 区域性风险预警: what standing triggers came to in a month; each opens to its months and records.
import { Link } from '@tanstack/react-router'
import { App, Button, DatePicker, Flex, Tooltip } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { figureColumn } from '../parts/columns'
import type { ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { Mark } from '../parts/Mark'
import { RegionField } from '../parts/RegionField'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { AlarmDrawer } from './AlarmDrawer'
import { text } from './text'

interface AlarmsSearch extends ListSearch {
  month?: string
  region?: string
  /** The alarm that is opened. */
  alarm?: string
}

const tones = { raised: 'bad', unknown: 'care', quiet: 'plain' } as const

export default function Alarms() {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const staff = useStaff()
  const { language } = useLanguage()
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<AlarmsSearch>()
  const month = search.month ?? dayjs().subtract(1, 'month').format('YYYY-MM')
  const list = api.useQuery('get', '/api/v1/risk-alarms', { params: { query: { month, region: search.region } } })
  const judge = api.useMutation('post', '/api/v1/risk-alarms/judge', {
    onSuccess: it => {
      const sum = (of: (one: S['JudgedCounty']) => number) => it.counties.reduce((all, one) => all + of(one), 0)
      message.success(own.judged(sum(one => one.raised), sum(one => one.unknown)))
    },
    onError: problem => void message.error(problem.detail),
  })
  const named = (it: S['RiskAlarmView']) => (language === 'en' ? it.en : it.zh)
  return (
    <Flex vertical gap={12}>
      <Link to="/events">← {own.back}</Link>
      <List<S['RiskAlarmView'], Partial<AlarmsSearch>>
        title={own.title}
        search={{ ...search, month }}
        onSearch={it => setSearch(it)}
        filters={[
          { name: 'month', label: words.month, node: <MonthField /> },
          { name: 'region', label: words.region, node: <RegionField finest="township" /> },
        ]}
        columns={[
          {
            title: own.result,
            width: 110,
            fixed: 'left',
            render: (_, it) => (
              <Mark tone={tones[it.state as keyof typeof tones]}>{own.states[it.state as keyof typeof own.states]}</Mark>
            ),
          },
          {
            title: own.trigger,
            width: 260,
            render: (_, it) =>
              it.alarm ? (
                <Button type="link" style={{ padding: 0 }} onClick={() => setSearch({ ...search, month, alarm: it.alarm ?? undefined })}>
                  {named(it)}
                </Button>
              ) : (
                <Link to="/clues" search={{ month: it.month, region: it.region } as never}>
                  {named(it)}
                </Link>
              ),
          },
          { title: words.region, dataIndex: 'region_name', width: 240 },
          { title: own.product, width: 160, render: (_, it) => it.product ?? '—' },
          figureColumn(own.value, 100, it => it.value ?? '—'),
          figureColumn(own.limit, 130, it => (
            <Tooltip title={it.limit.is_default ? words.notStated : it.limit.basis}>{it.limit.value}</Tooltip>
          )),
          figureColumn(own.months, 110, it => it.months),
        ]}
        page={list.data && { items: list.data }}
        problem={list.error}
        loading={list.isFetching}
        rowKey={it => it.alarm ?? `${it.trigger} ${it.region}`}
        width={1100}
        tools={
          may('judge_risk_alarms') && (
            <Tooltip title={own.judgeHelp}>
              <Button loading={judge.isPending} onClick={() => judge.mutate({ body: { region: search.region ?? staff.region, month } })}>
                {own.judge}
              </Button>
            </Tooltip>
          )
        }
      />
      <p className="quiet">{own.intro}</p>
      {search.alarm && <AlarmDrawer alarm={search.alarm} onClose={() => setSearch({ ...search, alarm: undefined })} />}
    </Flex>
  )
}

/** A month as the address has it. */
function MonthField({ value, onChange, id }: { value?: string; onChange?: (month: string | undefined) => void; id?: string }) {
  return (
    <DatePicker
      id={id}
      picker="month"
      allowClear={false}
      value={value ? dayjs(`${value}-01`) : undefined}
      disabledDate={it => it.isAfter(dayjs(), 'month')}
      onChange={(it: Dayjs | null) => onChange?.(it?.format('YYYY-MM'))}
      style={{ width: '100%' }}
    />
  )
}
