import { createServer } from 'node:http';

// The least that lists the same rows: the snapshot's items as JSON, and a page that draws the lines in sight as plain elements.
const rows = await (
  await fetch(process.env.SNAPSHOT_URL ?? '', {
    headers: { authorization: process.env.AUTHORIZATION ?? '' },
  })
).text();

const page = `<!doctype html><meta charset="utf-8"><title>Rows</title>
<style>body{margin:0}#box{height:100vh;overflow:auto}#all{position:relative}.row{position:absolute;display:flex;height:36px}.row>*{width:140px;overflow:hidden;white-space:nowrap}</style>
<input id="field"><div id="box"><div id="all"></div></div>
<script type="module">
const { items, columns } = (await (await fetch('/rows')).json()).data;
const keys = ['title', ...columns.map(({ id }) => id)];
const box = document.querySelector('#box'), all = document.querySelector('#all');
all.style.height = items.length * 36 + 'px';
function draw() {
  const first = Math.max(0, Math.floor(box.scrollTop / 36) - 10);
  const last = Math.min(items.length, first + Math.ceil(box.clientHeight / 36) + 20);
  all.replaceChildren(...items.slice(first, last).map(({ values }, index) => {
    const row = document.createElement('div');
    row.className = 'row';
    row.setAttribute('role', 'row');
    row.style.top = (first + index) * 36 + 'px';
    for (const key of keys) {
      const cell = document.createElement('span');
      cell.textContent = String(values[key] ?? '');
      row.append(cell);
    }
    return row;
  }));
}
box.addEventListener('scroll', draw, { passive: true });
draw();
</script>`;

const server = createServer((request, response) => {
  const isRows = request.url === '/rows';
  response.setHeader('content-type', isRows ? 'application/json' : 'text/html');
  response.end(isRows ? rows : page);
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${process.env.PORT}\n`);
});
process.on('SIGTERM', () => process.exit(0));
