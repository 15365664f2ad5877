import { Link } from '@tanstack/react-router'
import { Alert, Drawer, Flex, Skeleton, Table } from 'antd'
import { api, type S } from '../api/client'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { text } from './text'

/** One alarm: its months, where the limit comes from, and the records behind it. */
export function AlarmDrawer({ alarm, onClose }: { alarm: string; onClose: () => void }) {
  const own = useText(text)
  const { language } = useLanguage()
  const found = api.useQuery('get', '/api/v1/risk-alarms/{alarm}', { params: { path: { alarm } } })
  const view = found.data
  return (
    <Drawer open size={760} title={view && (language === 'en' ? view.en : view.zh)} onClose={onClose}>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {view && (
        <Flex vertical gap={16}>
          <p>
            {view.region_name} {view.product} <Mark tone="plain">{own.states[view.state as keyof typeof own.states]}</Mark>
          </p>
          <Limit limit={view.limit} basis={view.basis} />
          <Months view={view} />
          <Behind view={view} />
        </Flex>
      )}
    </Drawer>
  )
}

function Limit({ limit, basis }: { limit: S['AlarmLimit']; basis: string }) {
  const own = useText(text)
  const words = useText(common)
  return (
    <section>
      <div>{own.limitFrom(limit.zh, limit.value)}</div>
      <div className="quiet">
        {limit.is_default ? words.notStated : own.basis(limit.basis)} · {limit.pack} · {limit.parameter}
      </div>
      {limit.note && <div className="quiet">{limit.note}</div>}
      <div className="quiet">{own.basis(basis)}</div>
    </section>
  )
}

function Months({ view }: { view: S['RiskAlarmView'] }) {
  const own = useText(text)
  const words = useText(common)
  const isPrice = view.product != null
  const parts = (it: S['AlarmMonth']) => (it.numerator == null ? '—' : `${it.numerator} / ${it.denominator ?? '—'}`)
  const number = { align: 'right' as const, className: 'number' }
  return (
    <Table<S['AlarmMonth']>
      size="small"
      title={() => own.monthsOf(view.product ?? view.region_name)}
      rowKey={it => it.month}
      dataSource={view.figures}
      pagination={false}
      columns={[
        { title: words.month, dataIndex: 'month', className: 'number' },
        { title: own.share, ...number, render: (_, it) => it.value ?? own.states.unknown },
        ...(isPrice
          ? [
              { title: own.price, ...number, render: (_: unknown, it: S['AlarmMonth']) => it.price ?? '—' },
              {
                title: own.basePrice,
                ...number,
                render: (_: unknown, it: S['AlarmMonth']) => `${it.base_price ?? '—'} (${it.base_month ?? ''})`,
              },
            ]
          : [{ title: own.parts, ...number, render: (_: unknown, it: S['AlarmMonth']) => parts(it) }]),
      ]}
    />
  )
}

/** The records of a price, the ledger of a figure, or the indicator whose households can be opened. */
function Behind({ view }: { view: S['RiskAlarmView'] }) {
  const own = useText(text)
  const words = useText(common)
  return (
    <section>
      <h2 className="section">{own.behind}</h2>
      {view.indicator && <p>{own.indicatorWhere(view.indicator)}</p>}
      {view.ledger && (
        <p>
          <Link to={`/ledgers/${view.ledger}`}>{own.openLedger}</Link>
        </p>
      )}
      {view.records.length > 0 && (
        <Table<S['AlarmRecord']>
          size="small"
          title={() => own.records(view.records.length)}
          rowKey={it => String(it.record)}
          dataSource={view.records}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          columns={[
            {
              title: own.record,
              render: (_, it) => <Link to={`/ledgers/${view.ledger}/${it.record}`}>{it.record}</Link>,
            },
            { title: words.day, dataIndex: 'on', className: 'number' },
            { title: own.price, dataIndex: 'price', align: 'right', className: 'number' },
          ]}
        />
      )}
    </section>
  )
}
