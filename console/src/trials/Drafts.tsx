import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import type { ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DraftState } from './DraftState'
import { draftStates, draftText } from './draftText'
import { Person } from './Person'
import type { TrialSearch } from './Trials'
import { useDrafts } from './useDrafts'

/** The drafts of the own region, of those above it and below it. */
export function Drafts() {
  const words = useText(common)
  const own = useText(draftText)
  const states = useText(draftStates)
  const may = useMay()
  const navigate = useNavigate()
  const [search, setSearch] = useAddress<TrialSearch & ListSearch>()
  const found = useDrafts()
  const open = (draft: string) => navigate({ to: `/trials/${draft}` })
  return (
    <List<S['PolicyDraftView'], Partial<TrialSearch & ListSearch>>
      title={own.list}
      search={search}
      onSearch={setSearch}
      filters={[
        {
          name: 'state',
          label: words.state,
          node: <Select allowClear placeholder={own.allStates} options={Object.entries(states).map(([value, label]) => ({ value, label }))} />,
        },
      ]}
      columns={[
        { title: own.name, fixed: 'left', width: 240, render: (_, it) => <Link to={`/trials/${it.draft}`}>{it.title}</Link> },
        { title: words.state, width: 140, render: (_, it) => <DraftState state={it.state} /> },
        { title: own.effectiveOn, dataIndex: 'effective_on', width: 120, className: 'number' },
        { title: own.version, dataIndex: 'version', width: 80, align: 'right', className: 'number' },
        { title: own.reason, dataIndex: 'reason', ellipsis: true },
        { title: own.drafter, width: 180, render: (_, it) => <Person actor={it.created_by} /> },
        { title: own.decider, width: 180, render: (_, it) => <Person actor={it.decided_by} /> },
      ]}
      page={found.data && { items: found.data.filter(it => !search.state || it.state === search.state) }}
      problem={found.error}
      loading={found.isFetching}
      rowKey={it => it.draft}
      onOpen={it => open(it.draft)}
      tools={
        may('begin_policy_draft') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
            {own.begin}
          </Button>
        )
      }
    />
  )
}
