import { Alert, App, Button, Table } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { chinaDay } from '../parts/time'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'
import { tokenStates } from './words'

/** The tokens of an account; an administrator sees and revokes them, only the owner makes them. */
export function Tokens({ account }: { account: string }) {
  const own = useText(text)
  const may = useMay()
  const { modal } = App.useApp()
  const found = api.useQuery('get', '/api/v1/accounts/{account}/tokens', { params: { path: { account } } })
  const revoke = api.useMutation('delete', '/api/v1/accounts/{account}/tokens/{token}')
  const ask = (it: S['TokenView']) =>
    modal.confirm({
      title: own.revokeAsk(it.name),
      content: own.revokeWhy,
      onOk: () => revoke.mutateAsync({ params: { path: { account, token: it.token } } }).catch(() => {}),
    })
  const problem = found.error ?? revoke.error
  return (
    <section>
      <h2 className="section">{own.tokens}</h2>
      {problem && <Alert type="error" showIcon title={problem.detail} className="accounts-problem" />}
      <TokenTable rows={found.data} loading={found.isPending} onRevoke={may('revoke_token') ? ask : undefined} />
    </section>
  )
}

interface TokenTableProps {
  rows: S['TokenView'][] | undefined
  loading: boolean
  onRevoke?: (it: S['TokenView']) => void
}

/** Tokens as a table: what they are for, until when they hold, when they were last used. */
export function TokenTable({ rows, loading, onRevoke }: TokenTableProps) {
  const words = useText(common)
  const own = useText(text)
  const states = useText(tokenStates)
  return (
    <Table<S['TokenView']>
      size="small"
      rowKey="token"
      pagination={false}
      loading={loading}
      dataSource={rows}
      locale={{ emptyText: <span className="quiet">{own.noTokens}</span> }}
      scroll={{ x: 480 }}
      columns={[
        { title: own.tokenName, dataIndex: 'name' },
        { title: words.state, width: 90, render: (_, it) => states[it.state] },
        // A token holds through its last day: it ends at midnight.
        {
          title: own.tokenUntil,
          width: 120,
          className: 'number',
          render: (_, it) => chinaDay(dayjs(it.expires_at).subtract(1, 'minute').toISOString()),
        },
        { title: own.tokenUsed, width: 120, className: 'number', render: (_, it) => it.last_used_on ?? own.never },
        ...(onRevoke
          ? [
              {
                title: words.action,
                width: 90,
                render: (_: unknown, it: S['TokenView']) =>
                  it.state === 'active' && (
                    <Button type="link" size="small" danger onClick={() => onRevoke(it)}>
                      {own.revoke}
                    </Button>
                  ),
              },
            ]
          : []),
      ]}
    />
  )
}
