import { PaperClipOutlined } from '@ant-design/icons'
import { Alert, App, Button, Flex, Progress } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { S } from '../../api/client'
import { sendBody } from '../../imports/send'
import { useText } from '../../text/text'
import { kindOf } from './kinds'
import { text } from './text'

interface AddFileProps {
  /** Where it is sent. */
  address: string
  rules: S['AttachmentsView']
  onAdded: () => void
}

/** Chooses a file and sends it, with how far it has gone. */
export function AddFile({ address, rules, onAdded }: AddFileProps) {
  const own = useText(text)
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const stop = useRef(new AbortController())
  const [sending, setSending] = useState<{ name: string; percent: number }>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    stop.current = new AbortController()
    return () => stop.current.abort()
  }, [])
  const send = async (file: File) => {
    setProblem(undefined)
    const told = (sent: number) =>
      setSending({ name: file.name, percent: file.size === 0 ? 100 : Math.floor((sent * 100) / file.size) })
    told(0)
    try {
      await sendBody<S['AttachmentView']>(address, file.name, file, told, stop.current.signal, own.interrupted)
      message.success(own.added(file.name))
      onAdded()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : own.interrupted)
    }
    setSending(undefined)
  }
  const isFull = rules.attachments.length >= rules.most
  const kinds = rules.media.map(kindOf).join(own.comma)
  return (
    <Flex vertical gap={6} align="flex-start" className="no-print record-add-file">
      {sending ? (
        <div className="record-sending" aria-live="polite">
          {own.sending(sending.name)}
          <Progress percent={Math.min(sending.percent, 100)} size="small" aria-label={own.sending(sending.name)} />
        </div>
      ) : (
        <Button icon={<PaperClipOutlined />} disabled={isFull} onClick={() => input.current?.click()}>
          {own.add}
        </Button>
      )}
      {problem && <Alert type="error" showIcon title={problem} />}
      <span className="quiet">{own.rules(kinds, rules.largest_mib, rules.most)}</span>
      <input
        ref={input}
        type="file"
        hidden
        accept={rules.media.join(',')}
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) void send(file)
        }}
      />
    </Flex>
  )
}
