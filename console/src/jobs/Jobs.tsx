// 后台任务: screening and dispatch of a month, watched while they go on.
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { cursor, type ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { chinaTime } from '../parts/time'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { word } from '../text/words'
import { Health } from './Health'
import './jobs.css'
import { JobProgress, JobResult } from './JobRow'
import { StartDialog } from './StartDialog'
import { text } from './text'

interface JobSearch extends ListSearch {
  start?: boolean
}

/** The jobs one asked for, and a way to ask for another. */
export default function Jobs() {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<JobSearch>()
  const found = api.useQuery(
    'get',
    '/api/v1/jobs',
    { params: { query: cursor(search) } },
    { placeholderData: keepPreviousData },
  )
  const time = (it: string | null | undefined) => it && chinaTime(it).slice(5)
  return (
    <>
      <Health />
      <List<S['JobView'], Partial<JobSearch>>
        title={own.title}
        search={search}
        onSearch={setSearch}
        columns={[
          { title: own.kind, width: 110, fixed: 'left', render: (_, job) => word(own.kinds, job.kind) },
          { title: own.progress, width: 260, render: (_, job) => <JobProgress key={job.job} job={job} /> },
          { title: own.result, render: (_, job) => <JobResult job={job} /> },
          { title: own.asked, width: 120, className: 'number', render: (_, job) => time(job.created_at) },
          { title: own.ended, width: 120, className: 'number', render: (_, job) => time(job.finished_at) },
        ]}
        page={found.data}
        problem={found.error}
        loading={found.isFetching}
        rowKey={job => job.job}
        width={900}
        tools={
          may('start_job') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ ...search, start: true })}>
              {own.start}
            </Button>
          )
        }
      />
      <p className="quiet jobs-note">{own.mine}</p>
      {search.start && <StartDialog onClose={() => setSearch({ ...search, start: undefined })} />}
    </>
  )
}
