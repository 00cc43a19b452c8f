import { useEffect, useRef } from 'react';
import { finishMailDocument, takeStyles } from './mail-document.ts';
import { trustMailHtml } from './trust-mail-html.ts';

/**
 * A message as its reader sees it. The frame has an origin, so that its links and height can be
 * read from here, but may not run scripts, submit forms or move the page around it (security S37).
 */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { html: bare, sheets } = takeStyles(html);
    const onLoad = () => {
      const content = element.contentDocument;
      if (!content?.body) return;
      finishMailDocument(content, sheets);
      element.style.height = `${content.documentElement.scrollHeight}px`;
    };
    element.addEventListener('load', onLoad);
    element.srcdoc = trustMailHtml(bare);
    return () => element.removeEventListener('load', onLoad);
  }, [html]);
  return (
    <iframe
      ref={frame}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      className="block min-h-80 w-full bg-[white]"
    />
  );
}
