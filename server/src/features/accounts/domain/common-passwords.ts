/**
 * Words that people build bad passwords from. Three of them, with digits and runs around, are still a bad password.
 * Lower-case letters only: capitals, separators and look-alikes such as `@` for `a` are undone before comparing.
 */
const WORDS = `
  password passwort passwd passw pass pwd passphrase passcode motdepasse contrasena wachtwoord senha parola haslo
  secret secrets secure security private login logon signin access letmein openup opensesame enter welcome hello
  hallo bonjour hola admin administrator administrador root superuser sysadmin user username guest demo test testing
  tester default changeme change changeit temp temporary master computer internet network server system windows
  linux ubuntu macos android google facebook youtube instagram twitter linkedin amazon microsoft apple netflix
  office desktop laptop database oracle mysql postgres example sample dummy foobar foo bar baz blah
  company business work team manager support service customer account
  boardwire board boards wire kanban task tasks project
  monkey dragon tiger lion eagle falcon panther cougar bear wolf shark dolphin butterfly kitten puppy cookie
  football baseball basketball soccer hockey tennis golf cricket rugby liverpool arsenal chelsea barcelona juventus
  batman superman spiderman ironman starwars startrek pokemon naruto minecraft fortnite matrix gandalf frodo hobbit
  sunshine moonlight starlight rainbow flower princess queen king angel angels lovely love loveme loveyou iloveyou
  iloveu ihateyou fuckyou fuck shit bitch asshole sexy baby babygirl babyboy honey sweetheart darling
  michael jennifer jessica ashley daniel thomas robert charlie jordan andrew matthew joshua anthony nicole amanda
  hunter ranger buster killer cowboy cheese chocolate banana pepper ginger summer winter spring autumn fall
  january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday
  freedom trustno trustnoone whatever nothing something everything forever always never blessed jesus christ
  money dollar million rich boss number one two three four five six seven eight nine zero ten
  abc abcd xyz qwerty qwertz azerty dvorak asdf asdfgh zxcv zxcvbn qaz wsx edc rfv tgb yhn
  qazwsx qazwsxedc qweasd qweasdzxc qwe asd zxc wasd poiuy lkjhg mnbvc
  mypassword mypass thisis my the is and or am im you your me new old top best super mega ultra
`;

/** Sentences, titles and famous examples long enough to pass for a good password. */
const PHRASES = `
  correcthorsebatterystaple correcthorsebattery horsebatterystaple thequickbrownfox jumpsoverthelazydog
  thequickbrownfoxjumps loremipsum loremipsumdolor loremipsumdolorsitamet
  thisismypassword thisisapassword thisisasecret thisisnotapassword mypasswordissecret mypasswordispassword
  ihavenopassword iforgotmypassword iforgotthepassword donttellanyone donttellnobody nobodyknowsthis youwillneverguess
  youllneverguess youcantguessthis noonewillguess ihatepasswords ilovepasswords longpassword verylongpassword
  averylongpassword alongpassword strongpassword averystrongpassword securepassword supersecret supersecretpassword
  topsecretpassword letmeinplease pleaseletmein letmeinnow openthedoor openthepodbaydoors
  iloveyousomuch iloveyouverymuch iloveyouforever ilovemyfamily ilovemymom ilovemywife ilovemyhusband ilovemydog
  ilovemycat ilovejesus jesuslovesme jesusislord jesuschrist godisgood godislove godisgreat praisethelord
  inthenameofthefather ourfatherwhoartinheaven thelordismyshepherd inthebeginning inthebeginningwastheword
  maytheforcebewithyou iamyourfather lukeiamyourfather theforceawakens useforceluke livelongandprosper beammeupscotty
  youshallnotpass onering onerringtorulethemall oneringtorulethemall mypreciousss speakfriendandenter winteriscoming
  valarmorghulis hakunamatata toinfinityandbeyond supercalifragilisticexpialidocious expectopatronum
  wingardiumleviosa avadakedavra alohomora mischiefmanaged houseoftheundying iamironman iambatman imbatman
  withgreatpowercomesgreatresponsibility elementarymydearwatson houstonwehaveaproblem illbeback hastalavista
  hastalavistababy heresjohnny saymyname frankly mydeariidontgiveadamn heresslookingatyoukid
  tobeornottobe tobeornottobethatisthequestion thatisthequestion romeoandjuliet allthatglitters allthatglittersisnotgold
  itwasthebestoftimes itwastheworstoftimes callmeishmael onceuponatime happilyeverafter allworkandnoplay
  allworkandnoplaymakesjackadullboy ithinkthereforeiam ihaveadream carpediem knowledgeispower timeismoney
  practicemakesperfect honestyisthebestpolicy neversaynever nevergiveup nevergonnagiveyouup nevergonnaletyoudown
  dontworrybehappy justdoit thinkdifferent letitbe allyouneedislove hotelcalifornia stairwaytoheaven
  bohemianrhapsody wearethechampions anotherbrickinthewall rollingstones ledzeppelin pinkfloyd metallica ironmaiden
  linkinpark blackeyedpeas backstreetboys onedirection justinbieber taylorswift michaeljackson
  rosesareredvioletsareblue rosesarered violetsareblue twinkletwinklelittlestar howiwonderwhatyouare humptydumpty
  maryhadalittlelamb jackandjill abcdefghijklmnopqrstuvwxyz onetwothreefourfive eenymeenyminymoe
  manchesterunited manchestercity realmadrid bayernmunchen bayernmunich youllneverwalkalone dallascowboys
  newyorkyankees newenglandpatriots greenbaypackers pittsburghsteelers losangeleslakers chicagobulls bostonredsox
  unitedstatesofamerica unitedstates unitedkingdom greatbritain newyorkcity losangeles sanfrancisco lasvegas
  happybirthday merrychristmas happynewyear happyhalloween trickortreat
  administratorpassword adminadminadmin passwordpassword rootpassword defaultpassword temporarypassword
  changethispassword changeme changemenow pleasechangeme newpassword oldpassword resetpassword
  welcometothejungle welcomehome welcomeback helloworld hellokitty goodmorning goodnight howareyou whoami whoareyou
  whatsmypassword whatismypassword knockknock opensesame abracadabra hocuspocus ilovechocolate ilovepizza
  icecream chickennuggets peanutbutter cookiemonster mickeymouse minniemouse donaldduck spongebob
  spongebobsquarepants scoobydoo hellomoto antidisestablishmentarianism pneumonoultramicroscopic
  callofduty worldofwarcraft leagueoflegends grandtheftauto finalfantasy dragonballz onepiece supermario
  harrypotter lordoftherings gameofthrones starwarsepisode jurassicpark bluescreenofdeath itsnotabug
  correctpassword wrongpassword incorrectpassword yourpasswordisincorrect passwordisincorrect
`;

/** Rows and columns of keyboards, and orders that everybody knows; also followed backwards. */
export const RUNS: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  '012345678901234567890123456789',
  '1234567890-=',
  '!@#$%^&*()_+',
  "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'asdfghjklqwertyuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '1qazxsw23edcvfr45tgbnhy67ujm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6',
  '1a2b3c4d5e6f7g8h9i0j',
  '147258369147258369',
  '31415926535897932384626433832795',
  '27182818284590452353602874713527',
  '112233445566778899001122334455',
  '111222333444555666777888999000',
];

const parse = (list: string) => list.trim().split(/\s+/);

/** Every word and phrase of the lists. */
export const COMMON_WORDS: ReadonlySet<string> = new Set([...parse(WORDS), ...parse(PHRASES)]);
