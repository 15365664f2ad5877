// 账号: who may sign in, and as what. For the security administrator of a region.
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useNearName } from '../households/nearName'
import { cursor, type ListSearch } from '../parts/cursor'
import { List } from '../parts/List'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { AccountDrawer } from './AccountDrawer'
import './accounts.css'
import { CreateDrawer } from './CreateDrawer'
import { Roles } from './Roles'
import { useRoleNames } from './roleNames'
import { State } from './State'
import { text } from './text'

interface AccountSearch extends ListSearch {
  view?: 'roles'
  open?: string
  create?: boolean
}

type Account = S['AccountView']

/** The accounts of the own region and below, or the roles explained. */
export default function Accounts() {
  const own = useText(text)
  const [search, setSearch] = useAddress<AccountSearch>()
  const isRoles = search.view === 'roles'
  const view = (
    <Segmented<'accounts' | 'roles'>
      aria-label={own.view}
      value={isRoles ? 'roles' : 'accounts'}
      onChange={it => setSearch(it === 'roles' ? { view: 'roles' } : {})}
      options={[
        { value: 'accounts', label: own.accounts },
        { value: 'roles', label: own.roles },
      ]}
    />
  )
  if (isRoles) return <Roles view={view} />
  return (
    <>
      <AccountList search={search} setSearch={setSearch} view={view} />
      <AccountDrawer account={search.open} onClose={() => setSearch({ ...search, open: undefined })} />
      <CreateDrawer open={!!search.create} onClose={() => setSearch({ ...search, create: undefined })} />
    </>
  )
}

interface AccountListProps {
  search: Partial<AccountSearch>
  setSearch: (it: Partial<AccountSearch>) => void
  view: React.ReactNode
}

function AccountList({ search, setSearch, view }: AccountListProps) {
  const words = useText(common)
  const own = useText(text)
  const may = useMay()
  const near = useNearName()
  const named = useRoleNames()
  const found = api.useQuery(
    'get',
    '/api/v1/accounts',
    { params: { query: cursor(search) } },
    { placeholderData: keepPreviousData },
  )
  // The list goes on behind a login.
  const page = found.data && { items: found.data.items, next: found.data.next && found.data.items.at(-1)?.login }
  return (
    <List<Account, Partial<AccountSearch>>
      title={own.title}
      search={search}
      onSearch={setSearch}
      columns={[
        {
          title: own.login,
          width: 210,
          fixed: 'left',
          render: (_, row) => (
            <Button
              type="link"
              size="small"
              className="accounts-open"
              onClick={() => setSearch({ ...search, open: row.account })}
            >
              {row.login}
            </Button>
          ),
        },
        { title: own.name, dataIndex: 'name', width: 160, ellipsis: true },
        { title: own.role, width: 190, render: (_, row) => named(row.roles) },
        { title: words.region, render: (_, row) => near(row.region_name), ellipsis: true },
        { title: own.department, width: 100, render: (_, row) => row.department },
        { title: words.state, width: 180, render: (_, row) => <State account={row} /> },
        { title: own.totp, width: 90, render: (_, row) => (row.totp ? own.totpOn : own.totpOff) },
      ]}
      page={page}
      problem={found.error}
      loading={found.isFetching}
      rowKey={row => row.account}
      onOpen={row => setSearch({ ...search, open: row.account })}
      width={1080}
      tools={
        <>
          {view}
          {may('create_account') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ ...search, create: true })}>
              {own.create}
            </Button>
          )}
        </>
      }
    />
  )
}
