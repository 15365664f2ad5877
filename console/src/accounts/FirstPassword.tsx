import { CopyOutlined } from '@ant-design/icons'
import { Alert, App, Button, Flex } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'

/** A password that is shown once, large enough to be read out. */
export function FirstPassword({ first }: { first: S['FirstPassword'] }) {
  const own = useText(text)
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(first.password)
    message.success(own.copied)
  }
  return (
    <Flex vertical gap={12} className="accounts-first">
      <Alert type="warning" showIcon title={own.firstPasswordWhy} />
      <div>{own.pair(own.login, first.login)}</div>
      <div>{own.firstPassword}</div>
      <Flex align="center" gap={12} wrap>
        <code className="accounts-password">{first.password}</code>
        <Button icon={<CopyOutlined />} onClick={copy}>
          {own.copy}
        </Button>
      </Flex>
    </Flex>
  )
}
