"""List words that every text has whatever it is about: articles, pronouns, auxiliaries, and what contractions leave behind."""

# Of all languages together, for a stored story does not say its language. So what is a function word in one language and
# a word of the news in another is left out: German "war" and "man", Polish "ten", English "most". Words of one and two
# letters are no explanation in any case.
_ENGLISH = """
a about above across actual actually after afterwards again against ago ain all almost alone along already alright also
although always am among amongst amount an and another any anybody anyhow anymore anyone anything anyway anywhere apart are
aren around as aside at away awful awfully back badly basically be became because become becomes been before beforehand began
begin behind being believe below beside besides best better between beyond bit both bring brought but by call called came
can cannot cant certain certainly clearly come comes coming could couldn course day did didn different do does doesn
doing don done dont down downright during each early easily easy eight either else elsewhere end enough entire entirely
especially etc even ever every everybody everyone everything everywhere exactly except fairly far few fewer fifteen fifty
final finally find first five for former formerly forty found four frankly from full fully further furthermore gave
generally get gets getting give given gives giving go goes going gone gonna good got gotten great had hadn half happen
happened happens hard hardly has hasn have haven having he hello hence her here hereby herself him himself his honestly how
however hundred idea if im immediately in include included includes including indeed instead into is isn it its itself
ive just keep kept kind knew know known knows large largely last lastly late later latter least less lest let lets like
liked likely little long look looked looking looks lot lots made mainly make makes making many matter maybe me mean means
meant meanwhile merely might mightn minute moment more moreover mostly much must mustn my myself namely near
nearly necessarily necessary need needed needn needs neither never nevertheless new next nine no nobody none nonetheless noone
nor normally not nothing notwithstanding now nowhere obvious obviously of off often oh ok okay old on once one ones only onto
or other others otherwise ought our ours ourselves out over overall own particular particularly people per perhaps
plain plainly please plenty plus possible possibly presumably pretty previous previously probably put
quickly quite rather re real really reasonably recent recently regarding regardless relatively right said same saw say
saying says second see seem seemed seems seen several shall shan she should shouldn show simple simply since six sixty
small so some somebody somehow someone something sometime sometimes somewhat somewhere soon sort still stuff such sure surely
take taken takes taking tell tend than thank thanks that the their theirs them themselves then thence there thereby
therefore thereof these they thing things think third thirty this thorough thoroughly those though thought three through
throughout thus till time times to today together told tomorrow tonight too took total totally toward towards tried tries true
truly try trying twelve twenty twice two typical typically under unless unlike unlikely until unto up upon us use used useful
uses using usual usually various ve very via want wanted wants was wasn way ways we well went were weren what whatever when
whence whenever where whereas whereby wherein wherever whether which whichever while whilst whither who whoever whole whom
whose why wide widely will wish with within without won wonder wont would wouldn yeah year years yes yesterday yet you
your yours yourself yourselves
depend depends depending extent learn learned shared yes
monday tuesday wednesday thursday friday saturday sunday
january february april june july august september october november december
"""
_GERMAN = """
aber alle allem allen aller alles allerdings als also ander andere anderem anderen anderer anderes auch auf aus außerdem bei beim
bereits bevor bis bisher bleibt dabei dadurch dafür dagegen daher dahin damals damit danach daran darauf darin darüber
darum darunter das dass davon davor dazu dein deine dem den denen denn dennoch der deren derzeit des deshalb dessen deutlich
diese diesem diesen dieser dieses doch dort durch dürfen ebenfalls ebenso eben eigentlich ein eine einem einen einer eines
einfach einige einigen einiger einmal entweder erst erste ersten etwa etwas euch euer ganz ganze ganzen geben gegen gegenüber
gehen gemacht genau gerade gern gesagt gewesen gibt gilt habe haben hatte hatten hätte hätten heute hier hin hingegen
hinter hinzu ich ihm ihn ihnen ihr ihre ihrem ihren ihrer immer indem insgesamt inzwischen irgendwie ist jede jedem jeden jeder
jedes jedoch jemand jene jetzt jeweils kann kaum kein keine keinem keinen keiner können könnte könnten lassen lediglich machen
macht mal manche mehr mein meine meist meisten mindestens möglich möglicherweise müssen musste nach nachdem natürlich neben nein
nicht nichts noch nun nur obwohl oder offenbar ohne oft sagen sagt sagte schließlich schon sehr sei seien sein seine seinem
seinen seiner seit seitdem selbst sich sicher sie sind sobald sodass sogar solche sollen sollte sollten sondern sonst soweit
sowie sowohl später statt stets tatsächlich trotz trotzdem über überhaupt übrigens und uns unser unsere unten unter viel viele
vielen vielleicht vom von vor vorher während wann warum was weil weiter weitere weiteren weiterhin welche welcher wenig wenige
weniger wenn werde werden weshalb wie wieder wir wird wirklich wobei wollen wollte worden wurde wurden würde würden zudem
zufolge zuletzt zum zumindest zunächst zur zurück zusammen zuvor zwar zwischen
"""
_ROMANCE = """
afin ainsi alors après assez aucun aucune aujourd auquel aussi autour autre autres aux avaient avait avant avec avoir ayant bien
car ceci cela celle celles celui cependant certains ces cet cette ceux chaque chez comme comment contre dans deja déjà depuis
des desde deux devant donc dont dès elle elles encore enfin ensuite entre est étaient était étant été être eux fait faire fois
font hors ici ils jamais jusqu les leur leurs lors lorsque lui mais malgré même mêmes moins nos notre nous nouveau ont
parce parfois parmi pas pendant peu peut peuvent plupart plus plusieurs plutôt pourquoi pourtant près presque puis puisque
quand que quel quelle quelles quelque quelques quels qui quoi sans sauf selon sera serait seront ses seulement soit sont sous
souvent suis surtout tandis tant tellement toujours tous tout toute toutefois toutes très trop une vers voici voilà vos votre
vous
ahora además algo alguien algún alguna algunas algunos ambos antes aquel aquella aquellos aquí así aún aunque bajo cada casi
como con contra cual cuales cualquier cuando cuanto debe del demás dentro después dijo donde dos durante él ella
ellas ellos embargo entonces eran esa esas ese eso esos esta está estaba estado estamos están estar estas este esto estos estoy
fue fueron fuera gran había habían hace hacer hacia hasta hay hoy incluso las los luego mas más menos mediante mejor mientras
misma mismas mismo mismos mucha muchas mucho muchos muy nada nadie nos nosotros nuestra nuestras nuestro nuestros nunca otra
otras otro otros para pero poco pocos porque pues puede pueden qué quien quienes quizá según sea ser será serán siempre sido
sino sobre solo sólo soy suya tal también tampoco tan tanto tener tenía tiene tienen toda todas todavía todo todos tras
tres una unas uno unos usted ustedes varias varios veces vez
agora ainda além algum alguma algumas alguns antes ao aos aquela aquele aqueles assim até cada com como contudo dele deles
dela depois dessa desse desta deste dizer disse dois duas ela elas ele eles enquanto então entre essa essas esse esses esta
estas este estes estão estava eu fez foi foram hoje isso isto já maior mais mas menos mesma mesmo muita muito muitos não nem
nenhum nessa nesse nesta neste nós nossa nosso nunca onde ontem os ou outra outras outro outros pela pelas pelo pelos pode podem
porém porque pouco quais qual qualquer quando quanto quase que quem são sejam sem sempre sendo será seu seus sido sob sua suas
tamb também tanto tem têm tinha toda todas todo todos tudo uma umas uns vai vários você vocês
abbiamo alcune alcuni allora altra altre altri altro ancora anche aveva avevano avuto ben che chi ci ciò cioè coi come
comunque così cui dai dal dalla dalle dallo degli dei del della delle dello dentro dopo due dunque ecco ed erano
essere fa fatto fino fra già gli ha hanno infatti infine insieme invece io la le lei lo loro lui ma mai meglio meno mentre molta
molte molti molto ne negli nei nel nella nelle nello neppure nessun nessuno niente noi non nostra nostro nulla ogni oltre oppure
ora perché però per più poco poi prima proprio può qualche qualcosa qualcuno quale quali quando quanto quasi quella quelle quelli
quello questa queste questi questo qui quindi sarà saranno se sei sempre senza si sia siamo siano sono sopra sotto stata state
stati stato stessa stesso su sua sue sui sul sulla suo suoi tra troppo tutta tutte tutti tutto una uno vi voi
"""
_OTHER_LATIN = """
aan alles altijd ander andere anders bij blijft daar daarna dan dat deze dit door dus echter een eens eerste elke enkele ergens
geen goed haar hebben heeft hem het hier hij hoe hun iedereen iemand iets ikzelf jaar juist kunnen kunt maar meer meest meestal
met mijn minder misschien moet moeten naar niet niets nog nooit ons onze ook omdat onder over reeds sinds slechts soms sommige
steeds tegen terwijl toch toen tussen vaak vanaf vanuit veel voor vooral waar waarom wanneer wat weer wel welke werd werden
wie wij wordt worden zal zelf zeer zich zijn zoals zonder zou zouden zulke
albo ale bardzo bez bowiem był była było były będą będzie być chociaż czyli czy dla dlaczego dlatego dopiero gdy gdyż gdzie ich inne
innych jak jako jakie jednak jego jej jest jeszcze jeśli jeżeli już kiedy która które którego której który których którym która
lecz lub między może można nad natomiast nawet nie nich niego niej niż oraz podczas poza ponieważ przed przede przez przy raz
również się sobie swoich swoje także taki takie tam tego tej też tych tylko tym tymczasem więc właśnie wszystkie wszystko wszystkich
zawsze żeby
acaba altı ama ancak artık aslında ayrıca bana bazı belki ben beri beş bile bir biraz biri birkaç birşey biz bize bizim böyle böylece
bu buna bunda bundan bunlar bunları bunların bunu bunun burada bütün çok çünkü daha dahi defa değil diğer diye dolayı dört edecek
eden ederek edildi edilen ediyor eğer elbette en etmek etti fakat falan gibi göre hala hangi hatta hem henüz hep hepsi her herhangi
herkes hiç hiçbir için ile ilgili ise işte kadar karşı kendi kendisi kez kimse mi mı nasıl ne neden nerede nereye niye niçin
olan olarak oldu olduğu olduğunu olmak olması olmayan olsun olup olur oluyor ona onlar onları onların onu onun orada oysa oraya
önce öyle pek rağmen sadece sanki sen siz sizin sonra şey şeyler şimdi şöyle şu şuna şunu tabii tam tarafından tüm üzere üzerine
vardı ve veya ya yani yapılan yaptığı yedi yerine yine yok yoksa zaten
ancaq amma artıq arasında aşağı ayrı azı bax bəlkə belə beləliklə bəzi bəziləri bəzən bilər bilərik bilmək birgə birlikdə biri
bizə bizim bundan bunlar bunların bunu bunun burada bütün çox çünki cəmi daha dair demək dedi deyə deyib deyil dəfə digər doğru
eden edən edib edilən edilib edilir edir ediləcək edərək edəcək edilməsi edilmişdir eləcə etmək etdi əgər əks əlavə əvvəl əsasən
gərək görə hal halda haqda haqqında hansı hal-hazırda hazırda heç hələ həm həmçinin həmin həmişə hər hərçənd hətta iki ildə
ilə ilk isə istər kənar kimi kimsə lakin lazım mən məhz nəyə nədir nəzərən niyə ola olan olaraq olacaq olar oldu olduğu olduğunu
olmaq olması olmayan olmuş olmuşdur olsa olub olunan olunub olunur olur olmalıdır ona onda ondan onlar onları onların onu onun
orada öz özü özünü qabaq qədər qarşı qeyd qeydə sonra sonrakı sözün şey tək tərəfindən təkcə təxminən üçün üzrə üzərində
vardır və vəya yalnız yaxud yenə yəni yoxdur zaman
"""
_CYRILLIC = """
без более больше будет будто будут будучи бывает был была были было быть вам вами вас ваш ваша ваше вдруг ведь весь весьма вместе
вместо вновь вообще вот впрочем все всегда всего всей всем всеми всему всех всю вся всё вчера где говорит год года году давно даже
два две действительно для дня других другая другие другого другое другой его едва ещё еще ему если есть зато зачем здесь именно
иногда иначе иных итак ими каждая каждый каждого кажется как какая какие каким какими какой как-то когда которая которого которое
которой котором которую который которые которых которым кого кому кроме кстати кто куда либо лишь лучше между менее меня мне
многие много многих может можно мой моя мои надо назад наконец нам нами например нас наш наша наше наши него нее ней некоторые
некоторых нельзя нет несколько никак никогда них ними ничего нынешний обычно один одна однако одни одного одной одном около она они
оно опять особенно откуда отсюда очень перед под пока поскольку после потом потому почему почти поэтому пред при притом просто про
против прямо пусть равно раз разве рядом сам сама сами само самого самой самом самый свое своего своей свои своим своих свой свою
себе себя сегодня сейчас сказал сказала скорее слишком снова собой совсем среди стал стала стали стало стоит столь так такая также
такие таким таких такого такое такой там твой тебе тебя тем теми теперь тех тогда того тоже той только том тому тот три тут туда
уже хотя чего чей чем через что чтобы чтоб чуть эта эти этим этих это этого этой этом этому этот эту
або адже але будуть була були було бути вже він від вона вони воно для його йому який яка яке які якого якої яких якщо коли крім
лише має між мені мною навіть над нас наш нею ним них окрім ось перед під після проте про саме свої своєї своїх свого собі та також
такий такі тільки того тому цей цієї цих цього цьому через чому щоб щодо
"""
_RIGHT_TO_LEFT = """
این آن است بود شد شده های برای که از با در را تا هم نیز اما اگر یا هر همه چه چون پس پیش بین روی زیر بعد قبل باید شود می‌شود کرد
کرده کند کنند دارد دارند داشت خود دیگر وی او ما شما آنها ایشان بسیار خیلی فقط همین همان چند یک دو هیچ ولی بلکه یعنی باشد بوده
אבל אולי אותה אותו אותם אז אחר אחרי אחרת אין איך אל אלה אלו אם אני אנחנו אף אפילו אשר את אתה אתם בגלל בין בכל בלי במקום בתוך גם
היא היה היו היום הוא הם הן הנה הרי הרבה זאת זה זו יותר יש כאן כאשר כבר כדי כולם כי כל כך כמה כמו כן לא לאחר לאן לו לה להיות להם
לכן לנו לפי לפני מאד מאוד מה מי מול מכל מן מפני מתי נגד עד עדיין עוד על עם עכשיו פה פחות רק של שלו שלה שלהם שם תחת
اس اسے انہیں انہوں ان اور اگر اپنا اپنی اپنے ایک بعد بغیر بھی بہت پر پھر تا تک تو تھا تھی تھے جا جب جس جن جو جہاں حتی دو دیا دی
ساتھ سے طرف طور کا کب کر کرتا کرتے کرتی کرنا کرنے کسی کچھ کوئی کو کہ کہا کی کیا کیونکہ کیسے کے گا گئی گئے گی لیکن لئے لیے مگر میں
نہ نہیں نے وہ والا والی والے ہم ہو ہوئی ہوئے ہوتا ہوتی ہوتے ہونے ہی ہے ہیں یا یہ یہاں
إلى على في من عن مع هذا هذه ذلك تلك التي الذي الذين كان كانت يكون لم لن ليس لا ما هو هي هم كما كل بعض غير بين قبل بعد عند حتى
أن إن أو أم ثم قد لقد لكن حيث منذ خلال أي أيضا هناك هنا فقط
"""
# Crumbs of addresses and of markup.
_OF_THE_WEB = "www http https ftp com org net gov info dot html htm php asp aspx href nbsp amp quot src img utm jpg jpeg png gif"
FUNCTION_WORDS = frozenset(
    " ".join((_ENGLISH, _GERMAN, _ROMANCE, _OTHER_LATIN, _CYRILLIC, _RIGHT_TO_LEFT, _OF_THE_WEB)).split()
)
