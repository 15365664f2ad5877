// 线索成效: what became of the clues of a time, by quarter, region, department, data and rule.
import { keepPreviousData } from '@tanstack/react-query'
import { Alert, Card, DatePicker, Flex, Form, Segmented, Select, Skeleton, Typography } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { OfficeField } from '../parts/tiles/OfficeField'
import { officeOf } from '../parts/regions'
import { useMonths } from '../parts/useMonths'
import { useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { PrecisionTable } from './PrecisionTable'
import { RatesOfRegions } from './RatesOfRegions'
import { dimensions, text } from './text'
import { Totals } from './Totals'
import './precision.css'

type By = S['PrecisionBy']

interface PrecisionSearch {
  region?: string
  from?: string
  to?: string
  by?: By
  further?: By
}

export default function Precision() {
  const words = useText(common)
  const own = useText(text)
  const dimensionWords = useText(dimensions)
  const staff = useStaff()
  const { months, isPending } = useMonths()
  const [search, setSearch] = useAddress<PrecisionSearch>()
  const region = search.region ?? officeOf(staff.region)
  const to = search.to ?? months[0] ?? dayjs().format('YYYY-MM')
  const from = search.from ?? dayjs(to).subtract(11, 'month').format('YYYY-MM')
  const by = search.by ?? 'department'
  const shown = search.further && search.further !== by ? [by, search.further] : [by]
  const found = api.useQuery(
    'get',
    '/api/v1/precision',
    { params: { query: { region, from, to, by: shown.join(',') } } },
    { enabled: !isPending, placeholderData: keepPreviousData },
  )
  const all = Object.entries(dimensionWords).map(([value, label]) => ({ value: value as By, label }))
  const month = (value: string, id: string, choose: (month?: string) => void) => (
    <DatePicker picker="month" id={id} value={dayjs(value)} allowClear={false} onChange={it => choose(it?.format('YYYY-MM'))} />
  )
  return (
    <Flex vertical gap={12}>
      <Card>
        <Flex vertical gap={12}>
          <div>
            <h1 className="list-title">{own.title}</h1>
            <Typography.Text type="secondary">{own.intro}</Typography.Text>
          </div>
          <Form layout="inline" colon={false} className="no-print precision-fields">
            <Form.Item label={words.region} htmlFor="precision-region">
              <OfficeField id="precision-region" value={search.region} onChange={it => setSearch({ ...search, region: it })} />
            </Form.Item>
            <Form.Item label={own.from} htmlFor="precision-from">
              {month(from, 'precision-from', it => setSearch({ ...search, from: it }))}
            </Form.Item>
            <Form.Item label={own.to} htmlFor="precision-to">
              {month(to, 'precision-to', it => setSearch({ ...search, to: it }))}
            </Form.Item>
          </Form>
        </Flex>
      </Card>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {!found.data && !found.error && <Skeleton active />}
      {found.data && (
        <>
          <Card>
            <Totals row={found.data.total} />
          </Card>
          <Card>
            <Flex vertical gap={14}>
              <Flex gap={16} wrap align="center" className="no-print">
                <Segmented<By>
                  aria-label={own.by}
                  value={by}
                  onChange={it => setSearch({ ...search, by: it, further: search.further === it ? undefined : search.further })}
                  options={all}
                />
                <label htmlFor="precision-then">{own.further}</label>
                <Select<By>
                  id="precision-then"
                  allowClear
                  placeholder={own.nothingMore}
                  value={search.further}
                  onChange={it => setSearch({ ...search, further: it })}
                  options={all.filter(it => it.value !== by)}
                  style={{ width: 150 }}
                />
              </Flex>
              {shown.length === 1 && (by === 'county' || by === 'township') && <RatesOfRegions region={region} rows={found.data.rows} />}
              <PrecisionTable by={found.data.by} rows={found.data.rows} loading={found.isFetching} />
            </Flex>
          </Card>
          <Card>
            <h2 className="section">{own.notes}</h2>
            <ul className="notes">
              {found.data.notes.map(it => (
                <li key={it}>{it}</li>
              ))}
            </ul>
          </Card>
        </>
      )}
    </Flex>
  )
}
