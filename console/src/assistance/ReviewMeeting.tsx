import { Alert, App, Button, Drawer, Flex, Form, Input, Select } from 'antd'
import { api, type S } from '../api/client'
import { DayField, optionsOf } from '../cases/forms/fields'
import { marks } from '../cases/marks'
import { usePlace } from '../cases/place'
import { outcomes, points, questions, type EffectQuestion } from '../cases/words'
import { useText } from '../text/text'
import { text } from './text'

interface ReviewMeetingProps {
  households: S['ToReview'][]
  onClose: () => void
  onDone: () => void
}

type Finding = Omit<S['EffectReview'], 'on'>

interface Meeting {
  on: string
  all?: Partial<Finding>
  reviews: Finding[]
}

const required = [{ required: true }]

/** One meeting about many households: filled in for all, then changed for single ones. Each is
 * recorded by itself; what is refused says why. */
export function ReviewMeeting({ households, onClose, onDone }: ReviewMeetingProps) {
  const own = useText(text)
  const mark = useText(marks)
  const { message, modal } = App.useApp()
  const place = usePlace()
  const [form] = Form.useForm<Meeting>()
  const record = api.useMutation('post', '/api/v1/assistance/effect-reviews', {
    onSuccess: done => {
      const refused = done.filter(it => it.version == null)
      message.success(own.done(done.length - refused.length))
      onDone()
      if (refused.length === 0) onClose()
    },
  })
  const fill = () => {
    const all = form.getFieldValue('all') as Meeting['all']
    const set = Object.fromEntries(Object.entries(all ?? {}).filter(([, it]) => it != null && it !== ''))
    form.setFieldValue('reviews', (form.getFieldValue('reviews') as Finding[]).map(it => ({ ...it, ...set })))
  }
  const submit = ({ on, reviews }: Meeting) =>
    modal.confirm({
      title: own.submitAsk(households.length),
      content: households.map(it => it.householder).join(mark.and),
      onOk: () =>
        record.mutate({
          body: {
            on,
            reviews: households.flatMap((it, at) => {
              const review = reviews[at]
              return review ? [{ case: it.case, version: it.version, review: { ...review, on } }] : []
            }),
          },
        }),
    })
  const refused = (record.data ?? []).filter(it => it.version == null)
  const householder = (number: number) => households.find(it => it.case === number)?.householder
  return (
    <Drawer open onClose={onClose} size={1080} mask={{ closable: false }} title={own.meeting}>
      <Form<Meeting>
        form={form}
        layout="vertical"
        initialValues={{ reviews: households.map(() => ({})) }}
        onFinish={submit}
        scrollToFirstError
      >
        <Form.Item name="on" label={own.meetingOn} rules={required}>
          <DayField past />
        </Form.Item>
        <fieldset className="fields">
          <legend>{own.sameForAll}</legend>
          <FindingFields name={['all']} />
          <Button onClick={fill} className="fill">
            {own.fill}
          </Button>
        </fieldset>
        {households.map((it, at) => (
          <section key={it.case} className="reviewed-household">
            <h3 className="part">
              {it.householder} <span className="quiet">{place(it.village)}</span>
            </h3>
            <FindingFields name={['reviews', at]} of={it.householder} />
          </section>
        ))}
        {record.error && <Alert type="error" showIcon title={record.error.detail} className="refusal" />}
        {refused.length > 0 && (
          <Alert
            type="warning"
            showIcon
            className="refusal"
            title={own.refused(refused.length)}
            description={refused.map(it => (
              <div key={it.case}>
                {householder(it.case)}
                {mark.colon}
                {it.message}
              </div>
            ))}
          />
        )}
        <Button type="primary" htmlType="submit" loading={record.isPending} disabled={!!record.data}>
          {own.submit}
        </Button>
      </Form>
    </Drawer>
  )
}

/** Outcome, the four points and the opinion, in one line; asked for where they are somebody's. */
function FindingFields({ name, of }: { name: (string | number)[]; of?: string }) {
  const own = useText(text)
  const outcomeWords = useText(outcomes)
  const pointWords = useText(points)
  const questionWords = useText(questions)
  const rules = of ? required : undefined
  const label = (what: string) => (of ? own.rowOf(what, of) : what)
  return (
    <Flex gap={8} wrap>
      <Form.Item name={[...name, 'outcome']} label={own.outcome} rules={rules} className="review-outcome">
        <Select options={optionsOf(outcomeWords)} aria-label={label(own.outcome)} allowClear={!of} />
      </Form.Item>
      {(Object.keys(questionWords) as EffectQuestion[]).map(it => (
        <Form.Item key={it} name={[...name, it]} label={questionWords[it]} className="review-point">
          <Select allowClear options={optionsOf(pointWords)} aria-label={label(questionWords[it])} />
        </Form.Item>
      ))}
      <Form.Item name={[...name, 'opinion']} label={own.opinion} rules={rules} className="review-opinion">
        <Input aria-label={label(own.opinion)} />
      </Form.Item>
    </Flex>
  )
}
