import { CopyOutlined } from '@ant-design/icons'
import { Alert, App, Button, Card, DatePicker, Flex, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api, type S } from '../api/client'
import { TokenTable } from '../accounts/Tokens'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

/** The tokens of the own account, for roles that may have them. */
export function OwnTokens() {
  const own = useText(text)
  const { modal } = App.useApp()
  const found = api.useQuery('get', '/api/v1/tokens')
  const create = api.useMutation('post', '/api/v1/tokens')
  const revoke = api.useMutation('delete', '/api/v1/tokens/{token}')
  const ask = (it: S['TokenView']) =>
    modal.confirm({
      title: own.revokeAsk(it.name),
      content: own.revokeWhy,
      onOk: () => revoke.mutateAsync({ params: { path: { token: it.token } } }).catch(() => {}),
    })
  const problem = found.error ?? create.error ?? revoke.error
  return (
    <Card>
      <h2 className="section">{own.tokens}</h2>
      <p>{own.tokensWhy}</p>
      {problem && <Alert type="error" showIcon title={problem.detail} className="me-problem" />}
      {create.data ? (
        <Secret secret={create.data.secret} onClose={() => create.reset()} />
      ) : (
        <CreateForm busy={create.isPending} onCreate={body => create.mutate({ body })} />
      )}
      <TokenTable rows={found.data} loading={found.isPending} onRevoke={ask} />
    </Card>
  )
}

function CreateForm({ busy, onCreate }: { busy: boolean; onCreate: (body: S['TokenBody']) => void }) {
  const words = useText(common)
  const own = useText(text)
  return (
    <Form<{ name: string; last_day: Dayjs }>
      name="token"
      layout="inline"
      className="me-create"
      onFinish={it => onCreate({ name: it.name, last_day: it.last_day.format('YYYY-MM-DD') })}
    >
      <Form.Item
        name="name"
        label={own.tokenName}
        rules={[{ required: true, whitespace: true, message: words.required(own.tokenName) }]}
      >
        <Input autoComplete="off" placeholder={own.tokenHint} />
      </Form.Item>
      <Form.Item name="last_day" label={own.lastDay} rules={[{ required: true, message: words.required(own.lastDay) }]}>
        <DatePicker disabledDate={it => it.isBefore(dayjs(), 'day')} />
      </Form.Item>
      <Button htmlType="submit" loading={busy}>
        {own.createToken}
      </Button>
    </Form>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const own = useText(text)
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    message.success(own.copied)
  }
  return (
    <Flex vertical gap={10} align="start" className="me-create">
      <Alert type="warning" showIcon title={own.secretWhy} />
      <code className="me-secret">{secret}</code>
      <Flex gap={8}>
        <Button icon={<CopyOutlined />} onClick={copy}>
          {own.copy}
        </Button>
        <Button type="primary" onClick={onClose}>
          {own.gotIt}
        </Button>
      </Flex>
    </Flex>
  )
}
