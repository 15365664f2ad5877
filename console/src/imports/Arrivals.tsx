import { Alert, Card, DatePicker, Flex, Segmented, Skeleton, Space } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { OfficeField } from '../parts/tiles/OfficeField'
import { officeOf } from '../parts/regions'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { ArrivalTable } from './ArrivalTable'
import type { ImportSearch } from './search'
import { text } from './text'

/** What each department sent for a month and what it owes, beside how often its data were right. */
export function Arrivals() {
  const own = useText(text)
  const words = useText(common)
  const staff = useStaff()
  const may = useMay()
  const [search, setSearch] = useAddress<ImportSearch>()
  const month = search.month ?? dayjs().subtract(1, 'month').format('YYYY-MM')
  const region = search.region ?? officeOf(staff.region)
  const isCounty = !region.endsWith('00000000')
  const found = api.useQuery(
    'get',
    '/api/v1/imports/arrivals',
    { params: { query: { region, month } } },
    { enabled: isCounty },
  )
  const from = dayjs(month).subtract(11, 'month').format('YYYY-MM')
  const mayRate = may('show_precision')
  const rates = api.useQuery(
    'get',
    '/api/v1/precision',
    { params: { query: { region, from, to: month, by: 'department' } } },
    { enabled: isCounty && mayRate },
  )
  const set = (next: Partial<ImportSearch>) => setSearch({ ...search, tab: 'arrivals', ...next })
  return (
    <Flex vertical gap={12}>
      <Card>
        <Flex vertical gap={12}>
          <h1 className="list-title">{own.arrivalsTitle}</h1>
          <div className="import-fields">
            {staff.level !== 'county' && (
              <Space>
                <label htmlFor="arrivals-region">{own.county}</label>
                <OfficeField id="arrivals-region" value={region} onChange={it => set({ region: it })} />
              </Space>
            )}
            <Space>
              <label htmlFor="arrivals-month">{words.month}</label>
              <DatePicker
                id="arrivals-month"
                picker="month"
                allowClear={false}
                value={dayjs(month)}
                disabledDate={it => it.isAfter(dayjs(), 'month')}
                onChange={it => set({ month: it?.format('YYYY-MM') })}
              />
            </Space>
          </div>
          {found.data && (
            <>
              <p className="due">
                <strong>{own.due(found.data.month, found.data.due_on)}</strong>{' '}
                <span className="quiet">
                  {isStated(found.data.due_basis) ? own.dueBasis(found.data.due_basis) : own.noBasis}
                </span>
              </p>
              <Counts rows={found.data.rows} />
            </>
          )}
        </Flex>
      </Card>
      {!isCounty && <Alert type="info" showIcon title={own.chooseCounty} />}
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {isCounty && found.isPending && <Skeleton active />}
      {found.data && (
        <Card>
          <Flex vertical gap={12}>
            <Segmented<'all' | 'owed' | 'sent'>
              aria-label={own.show}
              value={search.show ?? 'all'}
              onChange={it => set({ show: it === 'all' ? undefined : it })}
              options={[
                { value: 'all', label: own.showAll },
                { value: 'owed', label: own.showOwed },
                { value: 'sent', label: own.showSent },
              ]}
              className="arrival-show"
            />
            <ArrivalTable rows={shown(found.data.rows, search.show)} rates={mayRate ? rates.data?.rows : undefined} />
            <p className="quiet import-note">{own.neverWhy}</p>
          </Flex>
        </Card>
      )}
    </Flex>
  )
}

/** Whether a document says it. */
function isStated(basis: string): boolean {
  return basis !== '' && basis !== 'default'
}

function shown(rows: S['ArrivalRow'][], show: ImportSearch['show']): S['ArrivalRow'][] {
  if (show === 'owed') return rows.filter(it => it.arrival === 'missing' || it.arrival === 'awaited')
  if (show === 'sent') return rows.filter(it => it.arrival !== 'never')
  return rows
}

/** How many kinds of files stand how. */
function Counts({ rows }: { rows: S['ArrivalRow'][] }) {
  const own = useText(text)
  const kinds = Object.keys(own.arrivals) as S['Arrival'][]
  return (
    <ul className="arrival-counts">
      {kinds.map(kind => (
        <li key={kind}>
          {own.arrivals[kind]} <strong className="number">{rows.filter(it => it.arrival === kind).length}</strong>
        </li>
      ))}
    </ul>
  )
}
