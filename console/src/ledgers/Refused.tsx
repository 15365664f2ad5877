import { Alert, Button, Flex, Form } from 'antd'
import { useEffect, useRef } from 'react'
import type { Problem } from '../api/client'
import { useText } from '../text/text'
import { placeOf } from './fields/FieldItem'
import { partOf, sorted } from './refusals'
import { useSaid } from './said'
import { text } from './text'

interface RefusedProps {
  problem: Problem | null
  /** Names of the fields the form asks for. */
  shown: string[]
  /** Reads the record again, after somebody else was first. */
  reload?: () => void
}

/** Inside a form: what the server refuses, each at its field, and the rest on top, in view. */
export function Refused({ problem, shown, reload }: RefusedProps) {
  const own = useText(text)
  const say = useSaid()
  const form = Form.useFormInstance()
  const top = useRef<HTMLDivElement>(null)
  const { fields, rest } = sorted(problem, shown)
  const part = partOf(problem)
  useEffect(() => {
    if (!problem) return
    const { fields: at } = sorted(problem, shown)
    const errors = at.map(([name, refusals]) => ({ name: placeOf(name), errors: refusals.map(say) }))
    const besides = part ? [{ name: [part], errors: [problem.detail] }] : []
    form.setFields([...shown.map(it => ({ name: placeOf(it), errors: [] })), ...errors, ...besides])
    top.current?.scrollIntoView({ block: 'center' })
    // Said once for each answer of the server.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [problem])
  if (!problem) return null
  const isStale = problem.status === 409
  const marked = part ? 1 : fields.length
  const title = marked > 0 ? own.refusedFields(marked) : rest.length > 0 ? own.refused : problem.detail
  return (
    <div ref={top}>
      <Alert
        type="error"
        showIcon
        className="record-refused"
        title={title}
        description={
          (fields.length > 0 || rest.length > 0 || isStale) && (
            <Flex vertical gap={8} align="flex-start">
              <ul className="record-refusals">
                {rest.map(it => (
                  <li key={it.zh}>{say(it)}</li>
                ))}
                {fields.map(([name, refusals]) => (
                  <li key={name}>
                    <Button
                      type="link"
                      className="list-link"
                      onClick={() => form.scrollToField(placeOf(name), { block: 'center', focus: true })}
                    >
                      {refusals.map(say).join(own.semicolon)}
                    </Button>
                  </li>
                ))}
              </ul>
              {isStale && own.reloadHint}
              {isStale && reload && (
                <Button size="small" onClick={reload}>
                  {own.reload}
                </Button>
              )}
            </Flex>
          )
        }
      />
    </div>
  )
}
