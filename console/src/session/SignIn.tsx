import { Alert, Button, Card, Flex, Form, Input, QRCode, Typography } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { api, http, type Problem } from '../api/client'
import { LanguageSwitch } from '../frame/LanguageSwitch'
import { common } from '../text/common'
import { useText } from '../text/text'
import { atWork } from './atWork'
import { text } from './text'

function Door({ title, children }: { title: string; children: ReactNode }) {
  const words = useText(common)
  const own = useText(text)
  return (
    <main className="door">
      <Card className="door-card">
        <Flex justify="space-between" align="center">
          <Flex align="center" gap={10}>
            <img src="/icon.svg" width={36} height={36} alt="" />
            <strong>{words.app}</strong>
          </Flex>
          <LanguageSwitch />
        </Flex>
        <Typography.Title level={1} className="door-title">
          {title}
        </Typography.Title>
        {children}
      </Card>
      <Typography.Text type="secondary">{own.invented}</Typography.Text>
    </main>
  )
}

/** Asks for login and password, and offers the office's identity provider where there is one. */
export function SignIn() {
  const words = useText(text)
  const client = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const submit = async (body: { login: string; password: string; code?: string }) => {
    setBusy(true)
    const { data, error } = await http.POST('/api/v1/session', { body: { ...body, code: body.code || null } })
    setBusy(false)
    setProblem(error)
    if (data) client.setQueryData(atWork.queryKey, data.staff)
  }
  return (
    <Door title={words.title}>
      {problem && <Alert type="error" showIcon title={problem.detail} className="door-problem" />}
      <Form layout="vertical" onFinish={submit} requiredMark={false}>
        <Form.Item name="login" label={words.login} rules={[{ required: true }]}>
          <Input autoComplete="username" autoFocus size="large" />
        </Form.Item>
        <Form.Item name="password" label={words.password} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Form.Item name="code" label={words.code}>
          <Input autoComplete="one-time-code" inputMode="numeric" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {words.signIn}
        </Button>
      </Form>
    </Door>
  )
}

/** Shown while a password was set by somebody else: nothing else can be done before. */
export function PasswordFirst() {
  const words = useText(text)
  return (
    <Door title={words.firstPassword}>
      <Typography.Paragraph>{words.firstPasswordWhy}</Typography.Paragraph>
      <PasswordForm />
    </Door>
  )
}

/** Changes one's own password. */
export function PasswordForm({ then }: { then?: () => void }) {
  const words = useText(text)
  const client = useQueryClient()
  const change = api.useMutation('post', '/api/v1/session/password', {
    onSuccess: done => {
      client.setQueryData(atWork.queryKey, done.staff)
      then?.()
    },
  })
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(it: { current: string; fresh: string }) =>
        change.mutate({ body: { current: it.current, new: it.fresh } })
      }
    >
      {change.error && <Alert type="error" showIcon title={change.error.detail} className="door-problem" />}
      <Form.Item name="current" label={words.current} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="fresh" label={words.fresh} rules={[{ required: true }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={words.again}
        dependencies={['fresh']}
        rules={[
          { required: true },
          form => ({
            validator: (_, value) =>
              !value || form.getFieldValue('fresh') === value ? Promise.resolve() : Promise.reject(words.differ),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending} block>
        {words.change}
      </Button>
    </Form>
  )
}

/** Shown while a role asks for one-time codes that are not set up yet. */
export function TotpFirst() {
  const words = useText(text)
  return (
    <Door title={words.totpFirst}>
      <Typography.Paragraph>{words.totpWhy}</Typography.Paragraph>
      <TotpForm />
    </Door>
  )
}

/** Sets up one-time codes: shows the secret once and asks for the first code. */
export function TotpForm({ then }: { then?: () => void }) {
  const words = useText(text)
  const client = useQueryClient()
  const begin = api.useMutation('post', '/api/v1/session/totp')
  const confirm = api.useMutation('put', '/api/v1/session/totp', {
    onSuccess: () => {
      client.setQueryData(atWork.queryKey, it => it && { ...it, must_set_up_totp: false })
      then?.()
    },
  })
  const problem = begin.error ?? confirm.error
  return (
    <Flex vertical gap={16}>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {!begin.data && (
        <Button type="primary" onClick={() => begin.mutate({})} loading={begin.isPending} block>
          {words.confirmTotp}
        </Button>
      )}
      {begin.data && (
        <Form layout="vertical" onFinish={(it: { code: string }) => confirm.mutate({ body: it })} requiredMark={false}>
          <div role="img" aria-label={words.totpWhy}>
            <QRCode value={begin.data.url} size={180} aria-hidden />
          </div>
          <Typography.Paragraph>
            {words.secret}：<Typography.Text code>{begin.data.secret}</Typography.Text>
          </Typography.Paragraph>
          <Form.Item name="code" label={words.code} rules={[{ required: true, len: 6 }]}>
            <Input inputMode="numeric" autoComplete="one-time-code" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={confirm.isPending} block>
            {words.confirmTotp}
          </Button>
        </Form>
      )}
    </Flex>
  )
}
