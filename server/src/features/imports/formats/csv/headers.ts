/** What a header says about its column, before anybody looked at the cells. */
export type HeaderRole =
  | 'title'
  | 'group'
  | 'status'
  | 'date'
  | 'person'
  | 'people'
  | 'tags'
  | 'description'
  | 'comment'
  | 'itemKey'
  | 'ignored';

/** Headers of Jira, Trello, Asana, monday.com, Notion, WeKan and spreadsheets, in some languages. */
const NAMES: Record<HeaderRole, string> = {
  title:
    'title|name|summary|task|task name|card name|card title|item|item name|issue|subject|zusammenfassung|titel|nom|aufgabe|vorgang|betreff|titre|tâche|résumé|título|titulo|nombre|tarea|resumen|asunto|nome|tarefa|resumo|titolo|attività|compito|riepilogo|naam|taak|samenvatting|onderwerp|nazwa|tytuł|zadanie|podsumowanie|namn|uppgift|navn|opgave|başlık|görev|название|задача|тема|标题|名称|任务|タイトル|件名|名前|제목',
  group:
    'group|list|list name|stage|section|section/column|board column|column|bucket|swimlane|gruppe|liste|spalte|abschnitt|phase|groupe|colonne|section du projet|grupo|lista|columna|sección|coluna|gruppo|elenco|sezione|groep|lijst|kolom|grupa|grupp|группа|список|列表|グループ|리스트',
  status:
    'status|state|priority|issue type|type|resolution|severity|category|status category|zustand|priorität|vorgangstyp|typ|lösung|statut|état|priorité|type de ticket|estado|prioridad|tipo|prioridade|stato|priorità|prioriteit|priorytet|stan|prioritet|durum|öncelik|статус|приоритет|тип|状态|优先级|ステータス|優先度|상태',
  date: 'due|due date|due at|deadline|start|start date|finish date|end date|created|created at|updated|updated at|resolved|completed at|last modified|fällig|fälligkeit|fälligkeitsdatum|fällig am|termin|frist|startdatum|enddatum|beginn|ende|erstellt|aktualisiert|datum|date|échéance|date d’échéance|date limite|date de début|date de fin|créé|fecha|fecha de vencimiento|fecha límite|vencimiento|fecha de inicio|data|data de vencimento|prazo|scadenza|data di scadenza|deadline datum|vervaldatum|termin wykonania|förfallodatum|forfaldsdato|son tarih|срок|дата|截止日期|期限|마감일',
  person:
    'assignee|owner|assigned to|responsible|reporter|creator|person|project lead|zuständig|zugewiesene person|bearbeiter|verantwortlich|zugewiesen an|autor|responsable|personne assignée|attribué à|rapporteur|asignado a|persona asignada|informador|responsável|atribuído a|assegnatario|responsabile|assegnato a|toegewezen aan|eigenaar|przypisane do|osoba przypisana|ansvarig|tilldelad|ansvarlig|atanan|исполнитель|ответственный|负责人|担当者|담당자',
  people:
    'members|member|assignees|owners|watchers|people|participants|mitglieder|beobachter|personen|zuständige|membres|participants du projet|observateurs|miembros|personas|membros|membri|leden|członkowie|medlemmar|medlemmer|üyeler|участники|成员|メンバー',
  tags: 'labels|label|tags|tag|keywords|components|component|fix version/s|fix versions|sprint|epics|stichwörter|stichworte|schlagwörter|kategorien|komponenten|étiquettes|étiquette|mots-clés|etiquetas|etiqueta|componentes|etichette|etichetta|tagi|etykiety|etiketter|etiketler|метки|теги|标签|ラベル|タグ|라벨',
  description:
    'description|notes|note|details|card description|body|beschreibung|notizen|notiz|bemerkung|descripción|descripcion|notas|descrição|descricao|descrizione|beschrijving|notities|opis|notatki|beskrivning|beskrivelse|açıklama|описание|描述|説明|설명',
  comment:
    'comment|comments|kommentar|kommentare|commentaire|commentaires|comentario|comentarios|comentário|comentários|commento|commenti|opmerking|komentarz|kommentarer|yorum|комментарий|评论|コメント|댓글',
  itemKey:
    'key|issue key|issue id|id|task id|card id|item id|unique id|vorgangsschlüssel|schlüssel|clé|clé de ticket|clave|clave de incidencia|chave|chiave|sleutel|klucz|ключ',
  ignored: 'board id|issue url|project key|project type|last viewed|work ratio',
};

const ROLES = new Map<string, HeaderRole>(
  (Object.keys(NAMES) as HeaderRole[]).flatMap((role) =>
    NAMES[role].split('|').map((name): [string, HeaderRole] => [normalize(name), role]),
  ),
);

/** What the header is known to mean, or undefined. */
export function roleOfHeader(header: string): HeaderRole | undefined {
  return ROLES.get(normalize(header));
}

/** `Custom field (Start date)`, as Jira writes it, is `Start date`. */
export function plainHeader(header: string): string {
  const match = /^(?:custom field|benutzerdefiniertes feld|champ personnalisé)\s*\((.+)\)$/iu.exec(
    header.trim(),
  );
  return match?.[1] ?? header.trim();
}

function normalize(header: string): string {
  return plainHeader(header)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[_\s]+/g, ' ')
    .replaceAll("'", '’')
    .replace(/[*:]+$/, '')
    .trim();
}
