// 公示 and 公告 of one household: the notice is posted, and goes into the history with it. One that
// hung on paper before is recorded, not posted again.
import { Flex, Form, Input, Radio } from 'antd'
import { useState, type ReactNode } from 'react'
import type { S } from '../../api/client'
import { NoticeForm } from '../../notices/NoticeForm'
import { text as noticeText } from '../../notices/text'
import { useText } from '../../text/text'
import { ActForm, type ActProps } from './ActForm'
import { DayField } from './fields'
import { text } from './text'

const required = [{ required: true }]

/** 发布公示 of the run under way. */
export function PublishNotice(of: ActProps) {
  const own = useText(text)
  const words = useText(noticeText)
  const kind = of.view.stage === 'eliminating' ? 'elimination' : 'identification'
  return (
    <NowOrBefore now={<OneNotice of={of} kind={kind} />}>
      <ActForm<S['PublicNotice']>
        of={of}
        word="publish_notice"
        toAction={notice => ({ do: 'publish_notice', step: of.step?.name ?? '', notice })}
      >
        <Flex gap={16} wrap>
          <Form.Item name="from" label={words.from} rules={required}>
            <DayField past />
          </Form.Item>
          <Form.Item name="until" label={words.until} rules={required}>
            <DayField past />
          </Form.Item>
        </Flex>
        <Form.Item name="place" label={words.place} extra={words.placeHint} rules={required}>
          <Input />
        </Form.Item>
        <p className="quiet">{own.hungHint}</p>
      </ActForm>
    </NowOrBefore>
  )
}

/** 发布公告 after the county's decision. */
export function Announce(of: ActProps) {
  const own = useText(text)
  return (
    <NowOrBefore now={<OneNotice of={of} kind="announcement" />}>
      <ActForm<object> of={of} word="announce" toAction={() => ({ do: 'announce', step: of.step?.name ?? '' })}>
        <p className="quiet">{own.hungHint}</p>
      </ActForm>
    </NowOrBefore>
  )
}

/** Asks whether a notice is to be posted, or hung before; then the form for it. */
function NowOrBefore({ now, children }: { now: ReactNode; children: ReactNode }) {
  const own = useText(text)
  const [hung, setHung] = useState(false)
  const options = [
    { value: false, label: own.postNow },
    { value: true, label: own.hungBefore },
  ]
  return (
    <Flex vertical gap={16}>
      <Radio.Group
        aria-label={own.postOrRecord}
        value={hung}
        onChange={it => setHung(it.target.value as boolean)}
        options={options}
      />
      {hung ? children : now}
    </Flex>
  )
}

function OneNotice({ of, kind }: { of: ActProps; kind: 'identification' | 'elimination' | 'announcement' }) {
  return (
    <NoticeForm
      kind={kind}
      cases={[of.view.case]}
      householder={of.view.householder}
      least={of.step?.at_least}
      reload={of.reload}
      onPosted={of.onDone}
    />
  )
}
