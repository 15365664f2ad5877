import { Alert, Button, Drawer, Flex, Form, Input } from 'antd'
import { api } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { FirstPassword } from './FirstPassword'
import { PlaceFields, type Placed } from './PlaceFields'
import { text } from './text'

interface Filled extends Placed {
  login: string
  name: string
  phone?: string
}

/** Makes an account beside the list, then shows its first password once. */
export function CreateDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const create = api.useMutation('post', '/api/v1/accounts')
  const close = () => {
    create.reset()
    onClose()
  }
  const needed = (what: string) => [{ required: true, whitespace: true, message: words.required(what) }]
  const submit = (it: Filled) =>
    create.mutate({
      body: {
        login: it.login,
        name: it.name,
        phone: it.phone?.trim() || null,
        region: it.region,
        roles: it.roles,
        department: it.department?.trim() || null,
      },
    })
  return (
    <Drawer open={open} onClose={close} size={560} title={own.create} destroyOnHidden mask={{ closable: !create.data }}>
      {create.data ? (
        <Flex vertical gap={16} align="start">
          <FirstPassword first={create.data} />
          <Flex gap={8}>
            <Button type="primary" onClick={close}>
              {own.gotIt}
            </Button>
            <Button onClick={() => create.reset()}>{own.another}</Button>
          </Flex>
        </Flex>
      ) : (
        <Form<Filled> name="account" layout="vertical" onFinish={submit}>
          <p>{own.createHint}</p>
          {create.error && <Alert type="error" showIcon title={create.error.detail} className="accounts-problem" />}
          <Form.Item name="login" label={own.login} extra={own.loginHint} rules={needed(own.login)}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item name="name" label={own.name} rules={needed(own.name)}>
            <Input autoComplete="off" />
          </Form.Item>
          <PlaceFields />
          <Form.Item name="phone" label={own.optional(own.phone)} extra={own.phoneHint}>
            <Input autoComplete="off" inputMode="tel" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {own.create}
          </Button>
        </Form>
      )}
    </Drawer>
  )
}
