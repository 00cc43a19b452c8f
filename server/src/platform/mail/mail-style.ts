/**
 * What a mail looks like. Colours of the light theme stand in attributes: some mail programs drop style elements. The dark
 * ones stand in one style element, for the programs that honour it; the others show the light mail or turn it themselves.
 */
export const mailColors = {
  ink: '#181c22',
  muted: '#525760',
  line: '#e2e4e7',
  canvas: '#f3f4f6',
  surface: '#ffffff',
  accent: '#2b5fe0',
  accentInk: '#2253cf',
} as const;

export const MAIL_FONT =
  "font-family:Inter,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif" as const;

/** The same text in every mail; it fetches nothing. `!important` outdoes the attributes. */
export const DARK_STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.bw-canvas{background-color:#0f1216!important}
.bw-card{background-color:#181c22!important;border-color:#2c323b!important}
.bw-box{background-color:#20252d!important}
.bw-rule{border-color:#2c323b!important}
.bw-ink{color:#e9ebee!important}
.bw-muted{color:#a3a9b4!important}
.bw-accent{color:#86a8ff!important}
.bw-button{background-color:#3568e8!important;color:#ffffff!important}
}
@media (max-width:480px){
.bw-page{padding:20px 10px 28px!important}
.bw-card{padding:24px 18px 10px!important}
.bw-heading{font-size:21px!important}
}`;
