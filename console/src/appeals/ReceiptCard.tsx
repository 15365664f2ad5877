import { CopyOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Flex, Space } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'

/** The receipt of an appeal: its number in large figures, and the sentence for whoever came. */
export function ReceiptCard({ receipt, onAnother }: { receipt: S['Receipt']; onAnother: () => void }) {
  const own = useText(text)
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(receipt.text)
    message.success(own.copied)
  }
  return (
    <Flex vertical gap={16}>
      {receipt.known && <Alert type="info" showIcon title={own.known} />}
      {receipt.joined_to && (
        <Alert
          type="info"
          showIcon
          title={
            <Link to="/appeals/$appeal" params={{ appeal: receipt.joined_to }}>
              {own.joinedTo}
            </Link>
          }
        />
      )}
      {receipt.case != null && <Alert type="info" showIcon title={own.linkedTo(receipt.case)} />}
      <section className="receipt" aria-label={own.receipt}>
        <div>{own.receipt}</div>
        <div className="receipt-number number">{receipt.receipt}</div>
        <div className="receipt-tell">{own.tell}</div>
        <p className="receipt-text">{receipt.text}</p>
      </section>
      <Space wrap className="no-print">
        <Button icon={<CopyOutlined />} onClick={copy}>
          {own.copy}
        </Button>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {own.print}
        </Button>
        <Link to="/appeals/$appeal" params={{ appeal: receipt.appeal }}>
          {own.openIt}
        </Link>
        <Button type="primary" onClick={onAnother}>
          {own.another}
        </Button>
      </Space>
    </Flex>
  )
}
