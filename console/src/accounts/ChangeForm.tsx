import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Flex, Form, Input } from 'antd'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { PlaceFields, type Placed } from './PlaceFields'
import { text } from './text'

interface Filled extends Placed {
  name: string
  phone?: string
  without_phone?: boolean
}

/** Changes name, region, roles, department and telephone of an account, from the version that was seen. */
export function ChangeForm({ account, onDone }: { account: S['AccountView']; onDone: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const client = useQueryClient()
  const [form] = Form.useForm<Filled>()
  const change = api.useMutation('patch', '/api/v1/accounts/{account}', { onSuccess: onDone })
  const submit = (it: Filled) =>
    change.mutate({
      params: { path: { account: account.account } },
      body: {
        version: account.version,
        name: it.name,
        region: it.region,
        roles: it.roles,
        department: it.department?.trim() ?? '',
        ...phoneOf(it),
      },
    })
  const again = () => {
    void client.invalidateQueries({ queryKey: ['get', '/api/v1/accounts/{account}'] })
    onDone()
  }
  return (
    <Form<Filled>
      name="account"
      form={form}
      layout="vertical"
      onFinish={submit}
      initialValues={{
        name: account.name,
        region: account.region,
        roles: account.roles,
        department: account.department ?? undefined,
      }}
    >
      <h2 className="section">{own.changeOf(account.name)}</h2>
      <p>{own.changeWhy}</p>
      {change.error && (
        <Alert
          type="error"
          showIcon
          title={change.error.detail}
          className="accounts-problem"
          action={change.error.status === 409 && <Button onClick={again}>{own.stale}</Button>}
        />
      )}
      <Form.Item
        name="name"
        label={own.name}
        rules={[{ required: true, whitespace: true, message: words.required(own.name) }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <PlaceFields />
      <Form.Item
        name="phone"
        label={own.optional(own.phone)}
        extra={account.phone ? own.phoneKept(account.phone) : own.phoneHint}
      >
        <Input autoComplete="off" inputMode="tel" />
      </Form.Item>
      {account.phone && (
        <Form.Item name="without_phone" valuePropName="checked">
          <Checkbox>{own.phoneRemove}</Checkbox>
        </Form.Item>
      )}
      <Flex gap={8}>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {words.save}
        </Button>
        <Button onClick={onDone}>{words.cancel}</Button>
      </Flex>
    </Form>
  )
}

/** A telephone that is not written stays as it is; an empty one takes it away. */
function phoneOf(it: Filled): { phone?: string } {
  if (it.without_phone) return { phone: '' }
  const phone = it.phone?.trim()
  return phone ? { phone } : {}
}
