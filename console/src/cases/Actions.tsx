import { Alert, Button, Card, Flex, Space } from 'antd'
import type { S } from '../api/client'
import { Deadline } from '../parts/Deadline'
import { useStaff } from '../session/session'
import { useText } from '../text/text'
import { text } from './text'
import type { Doable } from './useDoable'
import { useRole } from './who'
import { actions, type ActionWord } from './words'

interface ActionsProps {
  view: S['CaseView']
  doable: Doable
  onDo: (word: ActionWord, step?: string) => void
}

/** What can be done now: the open steps with who does each, one's own with a button, then the rest. */
export function Actions({ view, doable, onDo }: ActionsProps) {
  const own = useText(text)
  const actionWords = useText(actions)
  const role = useRole()
  const staff = useStaff()
  const { open, others } = doable
  const mine = open.some(it => it.mine)
  return (
    <Card size="small" title={<h2 className="card-title">{own.now}</h2>}>
      <Flex vertical gap={12}>
        {staff.read_only && <Alert type="info" showIcon title={own.readOnly} />}
        <Missing view={view} />
        {open.map(it => (
          <Flex key={it.step.name} justify="space-between" align="center" gap={12} wrap className="open-step">
            <div>
              <strong>{it.step.zh}</strong>{' '}
              {role(it.step.role) && <span className="quiet">{own.by(role(it.step.role))}</span>}
              {it.due && (
                <div>
                  <Deadline due={it.due} state={it.state} />
                </div>
              )}
            </div>
            {it.mine && (
              <Space wrap>
                {it.words.map((word, at) => (
                  <Button key={word} type={at === 0 ? 'primary' : 'default'} onClick={() => onDo(word, it.step.name)}>
                    {actionWords[word]}
                  </Button>
                ))}
              </Space>
            )}
          </Flex>
        ))}
        {open.length > 0 && !mine && !staff.read_only && <span>{own.nothingNow}</span>}
        {open.length === 0 && others.length === 0 && !staff.read_only && <span>{own.nothingAtAll}</span>}
        {others.length > 0 && (
          <section>
            {open.length > 0 && <h3 className="part">{own.others}</h3>}
            <Space wrap>
              {others.map(word => (
                <Button key={word} size="small" onClick={() => onDo(word)}>
                  {actionWords[word]}
                </Button>
              ))}
            </Space>
          </section>
        )}
      </Flex>
    </Card>
  )
}

/** What the national record that was taken over lacked. */
export function Missing({ view }: { view: S['CaseView'] }) {
  const own = useText(text)
  if (view.missing.length === 0) return null
  return <Alert type="warning" showIcon title={own.missing} description={view.missing.join('；')} />
}
