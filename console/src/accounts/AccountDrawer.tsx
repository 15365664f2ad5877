import { Alert, Descriptions, Drawer, Flex, Skeleton } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { chinaTime } from '../parts/time'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { AccountActions } from './AccountActions'
import { ChangeForm } from './ChangeForm'
import { FirstPassword } from './FirstPassword'
import { useRoleNames } from './roleNames'
import { State } from './State'
import { text } from './text'
import { Tokens } from './Tokens'

/** One account, opened beside the list: what it is, what can be done with it, its tokens. */
export function AccountDrawer({ account, onClose }: { account?: string; onClose: () => void }) {
  const own = useText(text)
  const found = api.useQuery(
    'get',
    '/api/v1/accounts/{account}',
    { params: { path: { account: account ?? '' } } },
    { enabled: !!account },
  )
  const row = found.data
  const title = row ? `${row.name} · ${row.login}` : own.title
  return (
    <Drawer open={!!account} onClose={onClose} size={640} destroyOnHidden title={title}>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {account && found.isPending && <Skeleton active />}
      {row && <Sheet key={row.account} account={row} />}
    </Drawer>
  )
}

function Sheet({ account }: { account: S['AccountView'] }) {
  const may = useMay()
  const [changing, setChanging] = useState(false)
  const [first, setFirst] = useState<S['FirstPassword']>()
  if (changing) return <ChangeForm account={account} onDone={() => setChanging(false)} />
  return (
    <Flex vertical gap={20}>
      {first && <FirstPassword first={first} />}
      <Facts account={account} />
      <AccountActions account={account} onChange={() => setChanging(true)} onFirst={setFirst} />
      {may('list_tokens') && <Tokens account={account.account} />}
    </Flex>
  )
}

function Facts({ account }: { account: S['AccountView'] }) {
  const words = useText(common)
  const own = useText(text)
  const named = useRoleNames()
  const rows: [string, React.ReactNode][] = [
    [own.login, account.login],
    [own.name, account.name],
    [own.role, named(account.roles)],
    [words.region, account.region_name],
    [own.department, account.department],
    [own.phone, account.phone],
    [words.state, <State account={account} />],
    [own.totp, account.totp ? own.totpOn : own.totpOff],
    [own.identity, account.oidc ? own.linked : own.notLinked],
    [own.created, chinaTime(account.created_at)],
    [own.changed, chinaTime(account.changed_at)],
  ]
  return (
    <Descriptions
      size="small"
      column={1}
      items={rows.filter(it => it[1]).map(([label, children]) => ({ key: label, label, children }))}
    />
  )
}
