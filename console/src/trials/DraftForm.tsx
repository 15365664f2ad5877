import { Alert, Button, Card, DatePicker, Flex, Form, Input, Typography } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import type { Problem, S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DraftFiles } from './DraftFiles'
import { draftText, formText } from './draftText'
import { placed } from './problems'

type DraftIn = S['PolicyDraftIn']

interface Values {
  title: string
  reason: string
  effective_on: Dayjs
  files: S['DraftFile'][]
}

interface DraftFormProps {
  title: string
  hint?: string
  /** What stands in it at first. */
  start?: DraftIn
  problem: Problem | null
  busy: boolean
  onSave: (draft: DraftIn) => void
  onCancel: () => void
  /** Reads what somebody else has saved in the meantime. */
  onReload?: () => void
}

/** Writes a draft: title, reason, first day and whole files. What the server finds in a file is
 * said beside that file. */
export function DraftForm({ title, hint, start, problem, busy, onSave, onCancel, onReload }: DraftFormProps) {
  const words = useText(common)
  const own = useText(formText)
  const shared = useText(draftText)
  const [form] = Form.useForm<Values>()
  const [paths, setPaths] = useState<string[]>([])
  const faults = placed(problem?.detail ?? '', paths)
  const save = (it: Values) => {
    const files = it.files.map(file => ({ path: file.path.trim(), text: file.text }))
    setPaths(files.map(file => file.path))
    onSave({ title: it.title.trim(), reason: it.reason.trim(), effective_on: it.effective_on.format('YYYY-MM-DD'), files })
  }
  return (
    <Card>
      <h1 className="list-title">{title}</h1>
      <Typography.Paragraph type="secondary">{own.intro}</Typography.Paragraph>
      {hint && <Alert type="info" showIcon title={hint} className="door-problem" />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={save}
        scrollToFirstError
        initialValues={{ ...start, effective_on: start && dayjs(start.effective_on), files: start?.files ?? [] }}
      >
        <Flex gap={20} wrap>
          <Form.Item name="title" label={shared.name} rules={[{ required: true, whitespace: true, message: words.required(shared.name) }]} style={{ flex: '1 1 320px' }}>
            <Input placeholder={own.namePlaceholder} maxLength={100} />
          </Form.Item>
          <Form.Item name="effective_on" label={shared.effectiveOn} rules={[{ required: true, message: words.required(shared.effectiveOn) }]}>
            <DatePicker />
          </Form.Item>
        </Flex>
        <Form.Item name="reason" label={shared.reason} rules={[{ required: true, whitespace: true, message: words.required(shared.reason) }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <DraftFiles faults={faults.files} />
        {problem && (
          <Alert
            type="error"
            showIcon
            className="door-problem"
            title={faults.general.join(' ').replace(/：$/, '')}
            action={
              problem.status === 409 &&
              onReload && (
                <Button size="small" title={own.reloadWarn} onClick={onReload}>
                  {own.reload}
                </Button>
              )
            }
          />
        )}
        <Flex gap={12} justify="flex-end">
          <Button onClick={onCancel}>{words.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {words.save}
          </Button>
        </Flex>
      </Form>
    </Card>
  )
}
