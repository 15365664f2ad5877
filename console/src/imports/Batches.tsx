import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { api, download, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { cursor } from '../parts/cursor'
import { List } from '../parts/List'
import { Mark } from '../parts/Mark'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { word } from '../text/words'
import { countColumn } from '../parts/columns'
import { chinaTime } from '../parts/time'
import type { ImportSearch } from './search'
import { stateTones } from './states'
import { text } from './text'

/** What was imported, the newest first. */
export function Batches() {
  const own = useText(text)
  const words = useText(common)
  const may = useMay()
  const staff = useStaff()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<ImportSearch>()
  const found = api.useQuery(
    'get',
    '/api/v1/imports',
    { params: { query: cursor(search) } },
    { placeholderData: keepPreviousData },
  )
  const path = (batch: number) => `/imports/${batch}`
  const getAll = async () => {
    const problem = await download('/api/v1/imports/quarantine')
    if (problem) message.error(problem.detail)
  }
  return (
    <List<S['BatchRow'], Partial<ImportSearch>>
      title={own.tabBatches}
      search={search}
      onSearch={setSearch}
      columns={[
        {
          title: own.batch,
          width: 100,
          fixed: 'left',
          render: (_, row) => <Link to={path(row.batch)}>{own.batchNo(row.batch)}</Link>,
        },
        ...(staff.level === 'county' ? [] : [{ title: own.county, dataIndex: 'county', width: 120 }]),
        { title: words.month, dataIndex: 'month', width: 90, className: 'number' },
        {
          title: words.state,
          width: 100,
          render: (_, row) => <Mark tone={stateTones[row.state]}>{word(own.states, row.state)}</Mark>,
        },
        countColumn(own.files, row => row.files),
        countColumn(own.read, row => row.read),
        countColumn(own.stored, row => row.stored),
        countColumn(own.quarantined, row => row.quarantined),
        countColumn(own.skipped, row => row.skipped),
        { title: words.remark, dataIndex: 'note', ellipsis: true },
        {
          title: own.at,
          width: 150,
          className: 'number',
          render: (_, row) => chinaTime(row.created_at),
        },
      ]}
      page={found.data}
      problem={found.error}
      loading={found.isFetching}
      rowKey={row => String(row.batch)}
      onOpen={row => void navigate({ to: path(row.batch) })}
      tools={
        may('export_quarantine') && (
          <Button icon={<DownloadOutlined />} onClick={() => void getAll()}>
            {own.downloadAll}
          </Button>
        )
      }
    />
  )
}
