// 调查表: the form of one household, for the assessor it was given to.
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Card, DatePicker, Flex, Form, Input, Radio, Skeleton } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api, type S } from '../api/client'
import { common } from '../text/common'
import { useLanguage, useText } from '../text/text'
import './assessment.css'
import { text } from './text'

export default function Survey() {
  const own = useText(text)
  const { round, household } = useParams({ strict: false }) as { round: string; household: string }
  const path = { round, household: Number(household) }
  const found = api.useQuery('get', '/api/v1/surveys/{round}/{household}', { params: { path } })
  return (
    <Flex vertical gap={12}>
      <Link to="/surveys">← {own.surveys}</Link>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isLoading && <Skeleton active />}
      {found.data && <Filled survey={found.data} />}
    </Flex>
  )
}

interface Written {
  met: 'yes' | 'no'
  answers?: Record<string, string>
  note?: string
  surveyed_on: Dayjs
}

function Filled({ survey }: { survey: S['SurveyForm'] }) {
  const own = useText(text)
  const words = useText(common)
  const { language } = useLanguage()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [form] = Form.useForm<Written>()
  const isMet = Form.useWatch('met', form) !== 'no'
  const save = api.useMutation('post', '/api/v1/surveys/{round}/{household}', {
    onSuccess: () => {
      message.success(own.saved)
      void navigate({ to: '/surveys' })
    },
  })
  const send = (it: Written) =>
    save.mutate({
      params: { path: { round: survey.round, household: survey.household } },
      body: {
        met: it.met !== 'no',
        answers: it.met === 'no' ? {} : it.answers,
        note: it.note,
        surveyed_on: it.surveyed_on.format('YYYY-MM-DD'),
      },
    })
  const required = (what: string) => [{ required: true, message: words.required(what) }]
  return (
    <Card>
      <h1 className="list-title">{own.surveyOf(survey.householder ?? String(survey.household))}</h1>
      <p className="quiet assess-note">
        {survey.village} · {survey.object} {survey.year}
      </p>
      {save.error && <Alert type="error" showIcon className="assess-refused" title={save.error.detail} />}
      <Form<Written>
        name="survey"
        form={form}
        layout="vertical"
        initialValues={{
          met: survey.met === false ? 'no' : 'yes',
          answers: survey.answers,
          note: survey.note ?? undefined,
          surveyed_on: survey.surveyed_on ? dayjs(survey.surveyed_on) : dayjs(),
        }}
        onFinish={send}
      >
        <Form.Item name="surveyed_on" label={own.visitedOn} rules={required(own.visitedOn)}>
          <DatePicker maxDate={dayjs()} />
        </Form.Item>
        <Form.Item name="met" label={own.met} extra={isMet ? undefined : own.metNoHint}>
          <Radio.Group
            aria-label={own.met}
            options={[
              { value: 'yes', label: own.metYes },
              { value: 'no', label: own.metNo },
            ]}
          />
        </Form.Item>
        {isMet &&
          survey.questions.map(it => (
            <Form.Item key={it.question} name={['answers', it.question]} label={it[language]} rules={required(it[language])}>
              <Radio.Group
                aria-label={it[language]}
                options={it.answers.map(answer => ({ value: answer.code, label: answer[language] }))}
              />
            </Form.Item>
          ))}
        <Form.Item
          name="note"
          label={isMet ? words.remark : own.why}
          rules={isMet ? [] : required(own.why)}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {words.save}
        </Button>
      </Form>
    </Card>
  )
}
