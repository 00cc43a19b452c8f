/** A text with its name, as operations that answer a file give it. */
export interface TextFile {
  fileName: string;
  contentType: string;
  text: string;
}

/** Hands a file to the browser's downloads. */
export function saveFile({ fileName, contentType, text }: TextFile): void {
  const url = URL.createObjectURL(new Blob([text], { type: contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
