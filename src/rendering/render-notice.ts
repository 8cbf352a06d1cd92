import { cutLine } from './clean-text.ts'
import { buildNoticeView, type NoticeData, type NoticeKind } from './views/notice-view.ts'
import type { Templates } from './templates/templates.ts'
import { tidyText } from './wrap-text.ts'

/** A single mail, whole: it has one reader and therefore no slots. */
export interface RenderedNotice {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** Renders a notice; its subject is the title of its template. */
export function renderNotice<Kind extends NoticeKind>(
  kind: Kind,
  data: NoticeData[Kind],
  templates: Templates,
): RenderedNotice {
  const view = buildNoticeView(data)
  const { subject, html, text } = templates.notices[kind]
  return { subject: cutLine(subject(view), 200), html: html(view), text: tidyText(text(view)) }
}
