import { Alert, App, Button, Card, Flex, Form, Input } from 'antd'
import { useState } from 'react'
import { api } from '../api/client'
import { TotpForm } from '../session/SignIn'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

/** Sets one-time codes up, or gives them up with one of them. */
export function TotpCard() {
  const words = useText(common)
  const own = useText(text)
  const { message } = App.useApp()
  const [doing, setDoing] = useState<'setUp' | 'remove'>()
  const end = (said: string) => {
    setDoing(undefined)
    message.success(said)
  }
  return (
    <Card>
      <h2 className="section">{own.totp}</h2>
      <p>{own.totpWhy}</p>
      {!doing && (
        <Flex gap={8} wrap>
          <Button onClick={() => setDoing('setUp')}>{own.setUp}</Button>
          <Button onClick={() => setDoing('remove')}>{own.remove}</Button>
        </Flex>
      )}
      {doing === 'setUp' && <TotpForm then={() => end(own.setUpDone)} />}
      {doing === 'remove' && <RemoveForm then={() => end(own.removeDone)} />}
      {doing && (
        <Button type="link" block onClick={() => setDoing(undefined)}>
          {words.cancel}
        </Button>
      )}
    </Card>
  )
}

function RemoveForm({ then }: { then: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const remove = api.useMutation('post', '/api/v1/session/totp/removal', { onSuccess: then })
  return (
    <Form<{ code: string }> name="totp" layout="vertical" requiredMark={false} onFinish={body => remove.mutate({ body })}>
      <p>{own.removeWhy}</p>
      {remove.error && <Alert type="error" showIcon title={remove.error.detail} className="me-problem" />}
      <Form.Item name="code" label={own.code} rules={[{ required: true, message: words.required(own.code) }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={remove.isPending} block>
        {own.remove}
      </Button>
    </Form>
  )
}
