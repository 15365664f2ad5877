import { Alert, App, Form, Input, Radio } from 'antd'
import { api, type S } from '../api/client'
import { FormDrawer } from '../ledgers/FormDrawer'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import { isScore } from './shown'
import { text } from './text'

interface ScoreDrawerProps {
  round: S['RoundView']
  item: S['ItemView']
  onClose: () => void
}

interface Given {
  applies: 'yes' | 'no'
  score?: string
  reason: string
}

/** Gives an item points, or says that it does not apply; with the reason. */
export function ScoreDrawer({ round, item, onClose }: ScoreDrawerProps) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<Given>()
  const applies = Form.useWatch('applies', form)
  const give = api.useMutation('post', '/api/v1/assessments/{round}/items/{item}', {
    onSuccess: () => {
      message.success(words.done)
      onClose()
    },
  })
  const send = (it: Given) => {
    const no = it.applies === 'no'
    give.mutate({
      params: { path: { round: round.round, item: item.item } },
      body: {
        version: round.version,
        score: no ? undefined : it.score?.trim(),
        not_applicable: no,
        reason: it.reason,
      },
    })
  }
  return (
    <FormDrawer
      title={own.giveTitle(item[language])}
      form="score-item"
      button={words.save}
      isPending={give.isPending}
      onClose={onClose}
    >
      {give.error && <Alert type="error" showIcon className="assess-refused" title={give.error.detail} />}
      <Form<Given>
        name="score-item"
        form={form}
        layout="vertical"
        initialValues={{ applies: 'yes', score: item.score ?? undefined, reason: item.reason ?? '' }}
        onFinish={send}
      >
        <Form.Item name="applies" label={own.applies}>
          <Radio.Group
            aria-label={own.applies}
            options={[
              { value: 'yes', label: own.appliesYes },
              { value: 'no', label: own.appliesNo },
            ]}
          />
        </Form.Item>
        {applies !== 'no' && (
          <Form.Item
            name="score"
            label={own.scoreOf(item.points)}
            rules={[
              {
                validator: (_, it?: string) =>
                  isScore(it ?? '', item.points)
                    ? Promise.resolve()
                    : Promise.reject(new Error(own.scoreOf(item.points))),
              },
            ]}
          >
            <Input inputMode="decimal" autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="reason" label={own.reason} rules={[{ required: true, message: words.required(words.reason) }]}>
          <Input.TextArea autoSize={{ minRows: 3 }} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
