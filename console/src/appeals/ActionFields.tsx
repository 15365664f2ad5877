import { Alert, AutoComplete, Form, Input, Radio, Select } from 'antd'
import { api, type S } from '../api/client'
import { HouseholdChoice } from '../households/HouseholdChoice'
import { RegionField } from '../parts/RegionField'
import { common } from '../text/common'
import { useText } from '../text/text'
import { stages, word as wordOf } from '../text/words'
import type { Filled } from './action'
import { useTerms } from './terms'
import { text } from './text'
import { appealStages, type Do } from './words'

interface ActionFieldsProps {
  word: Do
  appeal: S['AppealView']
}

/** What an action asks for. */
export function ActionFields({ word, appeal }: ActionFieldsProps) {
  const own = useText(text)
  const words = useText(common)
  switch (word) {
    case 'accept':
      return <p>{own.acceptWhy}</p>
    case 'close':
      return <p>{own.closeWhy}</p>
    case 'open_case':
      return appeal.household == null ? <NoHousehold /> : <p>{own.openCaseWhy}</p>
    case 'correct_need':
      return <NeedField now={appeal.need} />
    case 'identify':
      return <HouseholdChoice household="household" person="person" name={appeal.name} />
    case 'link_case':
      return appeal.household == null ? <NoHousehold /> : <CaseField household={appeal.household} />
    case 'assign':
      return <AssigneeFields />
    case 'send_on':
      return (
        <>
          <Words name="receiver" label={own.receiver} short />
          <Words name="reason" label={own.tellReason} />
        </>
      )
    case 'handle':
      return <Words name="what" label={own.whatDone} />
    case 'answer':
      return <Words name="text" label={own.answerText} hint={appeal.suggested_answer ? own.suggested : undefined} />
    case 'rate':
      return <RatingFields />
    case 'join':
      return <OtherField appeal={appeal} />
    case 'explain_no_case':
    case 'return':
    case 'reopen':
    case 'separate':
    case 'withdraw':
      return <Words name="reason" label={words.reason} />
  }
}

interface WordsProps {
  name: keyof Filled
  label: string
  hint?: string
  short?: boolean
}

function Words({ name, label, hint, short }: WordsProps) {
  const words = useText(common)
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[{ required: true, whitespace: true, message: words.required(label) }]}
    >
      {short ? <Input autoComplete="off" /> : <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} />}
    </Form.Item>
  )
}

function NoHousehold() {
  return <Alert type="warning" showIcon title={useText(text).noHouseholdYet} className="appeals-problem" />
}

function NeedField({ now }: { now: string }) {
  const words = useText(common)
  const own = useText(text)
  const { needs } = useTerms()
  const rules = [{ required: true, message: words.required(own.need) }]
  return (
    <Form.Item name="need" label={own.need} extra={own.noTerms} rules={rules}>
      <Select options={needs.filter(it => it.value !== now)} />
    </Form.Item>
  )
}

function CaseField({ household }: { household: number }) {
  const words = useText(common)
  const own = useText(text)
  const stageWords = useText(stages)
  const found = api.useQuery('get', '/api/v1/households/{household}', { params: { path: { household } } })
  const options = (found.data?.cases ?? []).map(it => ({
    value: it.case,
    label: `${it.case} · ${wordOf(stageWords, it.stage)} · ${it.first_clue_on}`,
  }))
  const rules = [{ required: true, message: words.required(own.caseOfHousehold) }]
  return (
    <Form.Item name="case" label={own.caseOfHousehold} rules={rules}>
      <Select options={options} loading={found.isPending} notFoundContent={own.noCase} />
    </Form.Item>
  )
}

function AssigneeFields() {
  const words = useText(common)
  const own = useText(text)
  const { departments } = useTerms()
  const to = Form.useWatch<Filled['to']>('to')
  const rules = [{ required: true, message: words.required(own.toWhom) }]
  return (
    <>
      <Form.Item name="to" label={own.toWhom}>
        <Radio.Group
          options={[
            { value: 'department', label: own.toDepartment },
            { value: 'region', label: own.toRegion },
          ]}
        />
      </Form.Item>
      {to === 'region' ? (
        <Form.Item name="region" label={own.toRegion} rules={rules}>
          <RegionField />
        </Form.Item>
      ) : (
        <Form.Item name="department" label={own.toDepartment} extra={own.departmentHint} rules={rules}>
          <AutoComplete options={departments} />
        </Form.Item>
      )}
    </>
  )
}

function RatingFields() {
  const words = useText(common)
  const own = useText(text)
  return (
    <>
      <Form.Item name="satisfied" label={own.rating} rules={[{ required: true, message: words.required(own.rating) }]}>
        <Radio.Group
          options={[
            { value: true, label: own.satisfied },
            { value: false, label: own.unsatisfied },
          ]}
        />
      </Form.Item>
      <Form.Item name="remark" label={own.optional(own.herWords)}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
    </>
  )
}

function OtherField({ appeal }: { appeal: S['AppealView'] }) {
  const words = useText(common)
  const own = useText(text)
  const stageWords = useText(appealStages)
  const found = api.useQuery('get', '/api/v1/appeals', { params: { query: { need: appeal.need, limit: 200 } } })
  const options = (found.data?.items ?? [])
    .filter(it => it.appeal !== appeal.appeal && it.joined_to == null && it.due_on != null)
    .map(it => ({ value: it.appeal, label: `${it.receipt} · ${it.name} · ${wordOf(stageWords, it.stage)}` }))
  return (
    <Form.Item
      name="appeal"
      label={own.otherOne}
      extra={own.otherHint}
      rules={[{ required: true, message: words.required(own.otherOne) }]}
    >
      <Select showSearch={{ optionFilterProp: 'label' }} options={options} loading={found.isPending} />
    </Form.Item>
  )
}
