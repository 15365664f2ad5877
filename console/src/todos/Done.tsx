import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex } from 'antd'
import { api, type S } from '../api/client'
import { actions } from '../cases/words'
import { useAddress } from '../frame/address'
import { cursor } from '../parts/cursor'
import { chinaTime } from '../parts/time'
import { common } from '../text/common'
import { useText } from '../text/text'
import { stages, word } from '../text/words'
import { Rows } from './Rows'
import type { TodoSearch } from './search'
import { text } from './text'

/** 已办: what one has done, the newest first; 我发起的: what one has done with the cases one began. */
export function Done({ began }: { began: boolean }) {
  const own = useText(text)
  const words = useText(common)
  const actionWords = useText(actions)
  const stageWords = useText(stages)
  const [search, setSearch] = useAddress<TodoSearch>()
  const trail = search.trail ?? []
  const found = api.useQuery(
    'get',
    '/api/v1/cases/done',
    { params: { query: { began, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const next = found.data?.next
  return (
    <Flex vertical gap={8}>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      <Rows<S['DoneRow']>
        rows={found.data?.items}
        loading={found.isFetching}
        rowKey={it => `${it.case}/${it.at}/${it.action}`}
        empty={began ? own.noneBegan : own.noneDone}
        paged={false}
        columns={[
          {
            title: words.householder,
            width: 120,
            render: (_, row) => <Link to={`/cases/${row.case}`}>{row.householder}</Link>,
          },
          { title: own.did, width: 180, render: (_, row) => word(actionWords, row.action) },
          { title: own.doneOn, width: 120, dataIndex: 'day', className: 'number' },
          {
            title: own.recorded,
            width: 150,
            className: 'number',
            render: (_, row) => chinaTime(row.at),
          },
          { title: own.nowIs, width: 130, render: (_, row) => stageWords[row.stage] },
        ]}
      />
      {(trail.length > 0 || next) && (
        <Flex justify="flex-end" align="center" gap={12}>
          <span className="quiet">{words.page(trail.length + 1)}</span>
          <Button
            size="small"
            disabled={trail.length === 0}
            onClick={() => setSearch({ ...search, trail: trail.slice(0, -1) })}
          >
            {words.previous}
          </Button>
          <Button size="small" disabled={!next} onClick={() => setSearch({ ...search, trail: [...trail, next ?? ''] })}>
            {words.next}
          </Button>
        </Flex>
      )}
    </Flex>
  )
}
