// The frame of every form of a case: fields, the day, what the server says, the button.
import { Alert, App, Button, Flex, Form, type FormInstance } from 'antd'
import type { ReactNode } from 'react'
import { api, type S } from '../../api/client'
import { useText } from '../../text/text'
import type { Step } from '../chain'
import type { CaseAction, Course } from '../course'
import { actions, type ActionWord } from '../words'
import { DayField } from './fields'
import { text } from './text'

/** What a form knows of the case it is for. */
export interface ActProps {
  view: S['CaseView']
  course: Course
  /** The step of the chain that is done, where the action does one. */
  step: Step | undefined
  household: S['HouseholdView'] | undefined
  /** Members of the household who are there. */
  members: S['MemberView'][]
  /** Reads the case again, after somebody else acted first. */
  reload: () => void
  /** Done: the form can go. */
  onDone: () => void
}

/** The day stands beside what the action says, which may have a day of its own. */
interface Day {
  acted_on?: string
}

interface ActFormProps<V extends object> {
  of: ActProps
  word: ActionWord
  initial?: Partial<V>
  /** To be filled in from outside. */
  form?: FormInstance
  toAction: (values: V) => CaseAction
  /** It cannot be taken back: asked once more, with the household's name. */
  asks?: boolean
  children?: ReactNode
}

export function ActForm<V extends object>({ of, word, initial, form, toAction, asks, children }: ActFormProps<V>) {
  const own = useText(text)
  const actionWords = useText(actions)
  const { modal, message } = App.useApp()
  const { view } = of
  const act = api.useMutation('post', '/api/v1/cases/{case}/actions', {
    onSuccess: () => {
      message.success(own.done(actionWords[word]))
      of.onDone()
    },
  })
  const send = ({ acted_on, ...values }: V & Day) =>
    act.mutate({
      params: { path: { case: view.case } },
      body: { version: view.version, on: acted_on, action: toAction(values as unknown as V) },
    })
  const submit = (values: V & Day) => {
    if (!asks) return send(values)
    modal.confirm({
      title: own.ask(actionWords[word], view.householder),
      content: own.askWhy,
      onOk: () => send(values),
    })
  }
  const again = () => {
    act.reset()
    of.reload()
  }
  return (
    <Form form={form} layout="vertical" initialValues={initial} onFinish={submit} scrollToFirstError>
      {children}
      <Form.Item name="acted_on" label={own.on} extra={own.onHint}>
        <DayField placeholder={own.today} past />
      </Form.Item>
      <Refusal problem={act.error} reload={again} />
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {actionWords[word]}
      </Button>
    </Form>
  )
}

/** What stands in the way, in the server's words; where somebody else acted first, a way to go on. */
export function Refusal({ problem, reload }: { problem: S['Problem'] | null; reload: () => void }) {
  const own = useText(text)
  if (!problem) return null
  const isStale = problem.status === 409
  return (
    <Alert
      type="error"
      showIcon
      title={problem.detail}
      className="refusal"
      description={
        isStale && (
          <Flex vertical gap={8} align="flex-start">
            {own.reloadHint}
            <Button size="small" onClick={reload}>
              {own.reload}
            </Button>
          </Flex>
        )
      }
    />
  )
}
