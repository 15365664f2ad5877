import { Button, Flex, Progress } from 'antd'
import { useState, type ReactNode } from 'react'
import { DropZone } from '../../imports/DropZone'
import '../../imports/imports.css'
import { useSending } from '../../imports/useSending'
import { useStaff } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { text } from './text'

interface OneFileProps {
  hint: string
  /** What can be done with the file once it has arrived; `again` chooses another. */
  children: (upload: string, again: () => void) => ReactNode
}

/** Takes one file and sends it. */
export function OneFile({ hint, children }: OneFileProps) {
  const own = useText(text)
  const words = useText(common)
  const staff = useStaff()
  const [upload, setUpload] = useState<string>()
  const { files, add, retry, forget } = useSending(undefined, staff.region, own.interrupted, setUpload)
  const file = files[0]
  const again = () => {
    forget()
    setUpload(undefined)
  }
  if (!file) return <DropZone isSingle hint={hint} onFiles={it => add(it.slice(0, 1))} />
  if (file.state === 'failed') {
    return (
      <Flex gap={8} role="alert" align="center" wrap>
        <span className="late">{file.problem}</span>
        <Button onClick={() => retry()}>{words.retry}</Button>
        <Button onClick={again}>{own.another}</Button>
      </Flex>
    )
  }
  if (file.state !== 'sent' || !upload) {
    const percent = file.file.size === 0 ? 100 : Math.floor((file.sent * 100) / file.file.size)
    return (
      <div aria-live="polite">
        <span>{own.sending(file.name)}</span>
        <Progress percent={Math.min(percent, 100)} aria-label={own.sending(file.name)} />
      </div>
    )
  }
  return (
    <Flex vertical gap={8}>
      <span aria-live="polite">{own.sent(file.name)}</span>
      {children(upload, again)}
    </Flex>
  )
}
