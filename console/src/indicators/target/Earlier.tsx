import { Alert, Drawer, Table } from 'antd'
import { api, type S } from '../../api/client'
import { figureColumn } from '../../parts/columns'
import { Mark } from '../../parts/Mark'
import { chinaTime } from '../../parts/time'
import { Person } from '../../trials/Person'
import { useText } from '../../text/text'
import { word } from '../../text/words'
import { howWords } from '../words'
import { text } from './text'

interface EarlierProps {
  /** The indicator or series. */
  indicator: string
  name: string
  region: string
  period: string
  onClose: () => void
}

/** Everything that was ever said of a number: what counts, and what was replaced when. */
export function Earlier({ indicator, name, region, period, onClose }: EarlierProps) {
  const own = useText(text)
  const hows = useText(howWords)
  const found = api.useQuery('get', '/api/v1/indicators/{indicator}/values', {
    params: { path: { indicator }, query: { region, period } },
  })
  return (
    <Drawer open size={820} title={own.saidTitle(name, period)} onClose={onClose}>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <Table<S['StatedValue']>
        size="small"
        rowKey={it => `${it.stated_at}${it.value}`}
        dataSource={found.data ?? []}
        loading={found.isPending}
        pagination={false}
        scroll={{ x: 720 }}
        columns={[
          figureColumn(own.number, 120, it => it.value ?? '—'),
          { title: own.how, width: 90, render: (_, it) => word(hows, it.how) },
          { title: own.document, render: (_, it) => [it.document, it.note].filter(Boolean).join(' · ') || '—' },
          { title: own.saidBy, width: 120, render: (_, it) => <Person actor={it.stated_by} /> },
          { title: own.statedAt, width: 140, className: 'number', render: (_, it) => chinaTime(it.stated_at) },
          {
            title: own.stands,
            width: 150,
            render: (_, it) =>
              it.replaced_at ? (
                <span className="quiet">{own.replaced(chinaTime(it.replaced_at))}</span>
              ) : (
                <Mark tone="good">{own.counts}</Mark>
              ),
          },
        ]}
      />
    </Drawer>
  )
}
