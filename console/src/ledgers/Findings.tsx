// 疑点: what the checks of the ledgers found, with whose it is, until when, and what to do.
import { ReloadOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Select } from 'antd'
import { useRoleNames } from '../accounts/roleNames'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { Deadline } from '../parts/Deadline'
import { cursor, type ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { RegionField } from '../parts/RegionField'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import './ledgers.css'
import { useSaid } from './said'
import { text } from './text'

interface FindingSearch extends ListSearch {
  region?: string
  ledger?: string
}

/** The page of findings. */
export default function Findings() {
  const words = useText(common)
  const own = useText(text)
  const say = useSaid()
  const { language } = useLanguage()
  const may = useMay()
  const staff = useStaff()
  const roleNames = useRoleNames()
  const { message } = App.useApp()
  const [search, setSearch] = useAddress<FindingSearch>()
  const menu = api.useQuery('get', '/api/v1/ledgers', {}, { staleTime: 300_000 })
  const list = api.useQuery(
    'get',
    '/api/v1/ledger-findings',
    { params: { query: { region: search.region, ledger: search.ledger, ...cursor(search) } } },
    { placeholderData: keepPreviousData },
  )
  const look = api.useMutation('post', '/api/v1/ledger-findings', {
    onSuccess: it => message.success(own.looked(it.new, it.open, it.gone)),
    onError: problem => message.error(problem.detail),
  })
  const options = (menu.data ?? []).map(group => ({
    label: say(group),
    options: group.ledgers.map(it => ({ value: it.ledger, label: say(it) })),
  }))
  return (
    <>
      <Link to="/ledgers">← {own.back}</Link>
      <p className="quiet findings-intro">{own.findingsIntro}</p>
      <List<S['FindingRow'], FindingSearch>
        title={own.findings}
        search={search}
        onSearch={setSearch}
        filters={[
          { name: 'region', label: words.region, node: <RegionField /> },
          {
            name: 'ledger',
            label: own.ledger,
            node: (
              <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={words.all} options={options} />
            ),
          },
        ]}
        columns={[
          {
            title: own.record_,
            width: 200,
            fixed: 'left',
            render: (_, row) => (
              <>
                <Link to="/ledgers/$ledger/$record" params={{ ledger: row.ledger, record: String(row.record) }}>
                  {row.title}
                </Link>
                <div className="quiet finding-place">{row.region_name}</div>
              </>
            ),
          },
          {
            title: own.ledger,
            width: 140,
            render: (_, row) => (
              <Link to="/ledgers/$ledger" params={{ ledger: row.ledger }}>
                {language === 'zh' ? row.ledger_zh : row.ledger_en}
              </Link>
            ),
          },
          { title: own.finding, width: 240, render: (_, row) => say(row) },
          { title: own.advice, render: (_, row) => (language === 'zh' ? row.advice_zh : row.advice_en) },
          { title: own.owner, width: 130, render: (_, row) => roleNames([row.owner]) },
          { title: own.due, width: 110, render: (_, row) => <Deadline due={row.due} /> },
          { title: own.foundOn, width: 112, dataIndex: 'found_on', className: 'number' },
        ]}
        page={list.data}
        problem={list.error}
        loading={list.isFetching}
        rowKey={row => `${row.ledger}/${row.check}/${row.record}`}
        width={1180}
        tools={
          <>
            {may('look_for_findings') && !staff.read_only && (
              <Button type="primary" icon={<ReloadOutlined />} loading={look.isPending} onClick={() => look.mutate({})}>
                {own.look}
              </Button>
            )}
          </>
        }
      />
    </>
  )
}
