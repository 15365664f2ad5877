// 走访待确认: visits two telephones filled differently, or the procedure refuses. A person decides.
import { Link } from '@tanstack/react-router'
import { Typography } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import type { ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { common } from '../text/common'
import { useText } from '../text/text'
import { word } from '../text/words'
import type { Fields } from '../visit/fields'
import { kinds } from '../visit/words'
import { HouseholdOf, VillageOf } from './HouseholdOf'
import { SettleDrawer } from './SettleDrawer'
import { text } from './text'

interface SettleSearch extends ListSearch {
  open?: string
}

export default function VisitsToSettle() {
  const words = useText(common)
  const own = useText(text)
  const kindWords = useText(kinds)
  const [search, setSearch] = useAddress<SettleSearch>()
  const list = api.useQuery('get', '/api/v1/visits/to-settle')
  const open = (visit: string) => setSearch({ ...search, open: visit })
  return (
    <>
      <List<S['VisitView'], SettleSearch>
        title={own.title}
        search={search}
        onSearch={setSearch}
        columns={[
          {
            title: words.householder,
            width: 120,
            fixed: 'left',
            render: (_, row) => (
              <Typography.Link onClick={() => open(row.visit)}>
                <HouseholdOf number={row.case} />
              </Typography.Link>
            ),
          },
          { title: words.village, width: 220, ellipsis: true, render: (_, row) => <VillageOf number={row.case} /> },
          { title: own.kind, width: 100, render: (_, row) => word(kindWords, row.kind) },
          {
            title: own.visitedOn,
            width: 120,
            className: 'number',
            render: (_, row) => (row.fields as Fields).on ?? '—',
          },
          {
            title: own.why,
            render: (_, row) =>
              row.state === 'conflict' ? own.conflict(row.conflicts.length) : own.refused(row.problem ?? '—'),
          },
          {
            title: own.caseNumber,
            width: 90,
            render: (_, row) => (
              <Link to="/cases/$case" params={{ case: String(row.case) }}>
                {row.case}
              </Link>
            ),
          },
        ]}
        page={list.data && { items: list.data }}
        problem={list.error}
        loading={list.isFetching}
        rowKey={row => row.visit}
        onOpen={row => open(row.visit)}
      />
      <SettleDrawer
        id={search.open}
        visit={list.data?.find(it => it.visit === search.open)}
        read={list.isSuccess && !list.isFetching}
        reload={() => void list.refetch()}
        onClose={() => setSearch({ ...search, open: undefined })}
      />
    </>
  )
}
