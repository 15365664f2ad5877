import { Alert, Drawer, Empty, Flex, Skeleton, Timeline } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { Mark } from '../parts/Mark'
import { useText } from '../text/text'
import { Source } from './Source'
import { text } from './text'

interface ParameterHistoryProps {
  name: string | undefined
  place: { region: string; on: string }
  onClose: () => void
}

/** Every value of one parameter in a region, from the first on, each with its document. */
export function ParameterHistory({ name, place, onClose }: ParameterHistoryProps) {
  const own = useText(text)
  const found = api.useQuery(
    'get',
    '/api/v1/policy/parameters/{name}',
    { params: { path: { name: name ?? '' }, query: { region: place.region } } },
    { enabled: name !== undefined },
  )
  const values = found.data ?? []
  // The one in force is the last that has begun and has not ended.
  const current = values.findLast(it => it.from <= place.on && (it.to == null || place.on <= it.to))
  const title = (current ?? values.at(-1))?.zh ?? ''
  return (
    <Drawer open={name !== undefined} onClose={onClose} size={640} title={own.history(title)}>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {name !== undefined && found.isPending && <Skeleton active />}
      {found.data && (
        <Flex vertical gap={20}>
          <span className="quiet">
            {own.code} {name}
          </span>
          {values.length === 0 && <Empty description={own.noHistory} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
          <Timeline
            items={values.map((it, index) => ({
              key: index,
              color: it === current ? 'green' : 'gray',
              content: <Value value={it} on={place.on} isCurrent={it === current} until={end(values, index)} />,
            }))}
          />
        </Flex>
      )}
    </Drawer>
  )
}

/** The last day of a value: its own, or the one before the next begins. */
function end(values: S['PolicyParameterView'][], index: number): string | undefined {
  const next = values[index + 1]?.from
  return values[index]?.to ?? (next && dayjs(next).subtract(1, 'day').format('YYYY-MM-DD'))
}

interface ValueProps {
  value: S['PolicyParameterView']
  /** The day that is looked at. */
  on: string
  isCurrent: boolean
  until: string | undefined
}

function Value({ value, on, isCurrent, until }: ValueProps) {
  const own = useText(text)
  return (
    <div>
      <span className="policy-value number">{value.value_zh}</span>{' '}
      {isCurrent && <Mark tone="good">{own.inForce(on)}</Mark>}
      {on < value.from && <Mark tone="told">{own.future}</Mark>}
      <div className="number">{until ? own.between(value.from, until) : own.sinceDay(value.from)}</div>
      <div>{value.zh}</div>
      <Source basis={value.basis} isDefault={value.is_default} note={value.note} pack={value.pack} />
    </div>
  )
}
