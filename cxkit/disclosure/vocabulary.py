"""Words for finding names in comments: usual given names, words that are none, titles. English and Spanish."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _set("mr mrs ms mx miss dr dra prof profesor profesora sir sr sra srta señor señora señorita don doña doctor")
"""Whoever comes after one of these is a person."""

INTRODUCE = _set("named called llamado llamada llama llamo")
"""What comes after one of these is a name, in any case."""

BETWEEN = _set("de del la las los da das dos do di du van von der den ter ten le el bin ibn al mc mac st san santa")
"""Small words within a name."""

ALSO_WORDS = _set("""
    miss don art bill bob carol chase chuck dawn drew faith frank gene grace guy hope ivy jack joy june may mark
    mike nick norm pat penny rich rob rose sally skip sue summer tony victor victoria violet wade ward will alba
    amparo ángel angel ángeles angeles aurora belén belen blanca camino clara consuelo concha cruz dolores esperanza
    estrella fe flor gracia gloria jazmín jesús jesus justo león leon libertad lola lourdes luz mar marina mercedes
    milagros nieves olivia olvido paloma paz perla piedad pilar remedios rocío rocio rosa rosario santos socorro sol
    soledad tomás tomas valentín valle vicente virtudes abril domingo
""")
"""Given names that are words as well: names only with a capital letter."""

GIVEN = ALSO_WORDS | _set("""
    aaron abby abigail adam adrian aisha alan alana albert alejandra alejandro alex alexa alexander alexandra alexis
    alfonso alfred alfredo ali alice alicia alison allison álvaro alvaro amanda amber amelia ami amir amy ana anita
    andré andre andrea andreas andrés andres andrew andy ángela angela angelica angelina ann anna anne annie anthony
    antonia antonio anton arantxa araceli ariana armando arthur arturo ashley audrey augusto austin ava ayesha
    bárbara barbara barry beatriz becky ben benito benjamin benjamín bernardo beth betty beverly blake bob bobby
    brad bradley brandon brenda brian bruce bruno bryan caitlin cameron camila camilo carl carla carlos carmelo
    carmen carolina caroline carrie catalina catherine cathy cecilia césar cesar charles charlie charlotte cheryl
    chloe chris christian christina christine christopher cindy claire claudia claudio clemente colin connie connor
    constanza craig cristian cristina cristóbal cristobal crystal curtis cynthia daisy damián damian dan dana daniel
    daniela danielle danny dario darío darren dave david dean deborah debbie debra denise dennis derek diana diane
    diego dmitri dominic donald donna doris dorothy doug douglas duncan dylan ed eddie edgar edith eduardo edward
    edwin eileen elaine elena eleanor eli elías elias elisa elizabeth ella ellen emilia emilio emily emma enrique
    eric erica erik erika ernesto ernest esteban estela ester esther ethan eugenia eugenio eva evan evelyn fabián
    fabian fabiola fatima fátima federico felicia felipe félix felix fermín fernanda fernando fidel fiona florence
    florencia fran frances francis francisca francisco fred freddy frederick gabriel gabriela gary gavin gema gemma
    geoff george georgina gerald gerard gerardo germán german gilbert gina gisela giulia glenn gonzalo gordon graham
    greg gregorio gregory gretchen guadalupe guillermina guillermo gustavo hannah hans harold harry harriet hassan
    heather héctor hector heidi helen helena henry herbert hernán hernan hilda holly howard hugo ian ibrahim ignacio
    imran inés ines ingrid irene iris irma isaac isabel isabella isabelle isaiah isidro ismael israel itziar iván
    ivan jackie jacob jacqueline jaime jake james jamie jan jane janet janice jared jasmine jason javier jay jean
    jeff jeffrey jen jenna jennifer jenny jeremy jerry jess jesse jessica jill jim jimena jimmy joan joanna joaquín
    joaquin jodie joe joel johan johanna john johnny jon jonathan jordan jordi jorge josé jose josefa josefina
    joseph josephine josh joshua joyce juan juana juanita judith judy julia julián julian juliana julie julieta
    julio june jürgen justin karen karina karl kate katherine kathleen kathryn kathy katie katrina keith kelly ken
    kenneth kenny kerry kevin kim kimberly kirsten klaus kristen kurt kyle lars laura lauren laurie lawrence leah
    lee leandro leila lena leo leonardo leonor leslie leticia lewis liam lidia liliana linda lindsay lisa liz logan
    lorena lorenzo louis louise lucas lucia lucía luciana luciano lucy luis luisa lukas luke lydia lynn maddie
    madison magdalena maggie maite malcolm manolo manuel manuela marc marcela marcelo marco marcos marcus margaret
    margarita maría maria mariana mariano maribel marie mariel mario marisa marisol marjorie marta martha martin
    martín martina mary mateo matías matias matilde matt matthew maureen mauricio max máximo maya megan mel melanie
    melinda melissa mercedes mia michael michaela michelle miguel milena mikel miranda miriam mitchell mohamed
    mohammed moisés moises molly mónica monica montserrat morgan muhammad nadia nancy naomi nasser natalia natalie
    natasha nathan nathaniel neil nerea nestor néstor nicholas nicolás nicolas nicole nigel nikki nina noah noelia
    noemí noemi nora norma nuria octavio oliver olga omar óscar oscar otto owen pablo paco paige pamela paola
    patricia patricio patrick patty paul paula paulina pedro peggy pepa pepe peter petra phil philip phillip phyllis
    priscila quentin rachel rafa rafael ralph ramiro ramón ramon randy raphael raquel raúl raul ray raymond rebeca
    rebecca reinaldo renata renée ricardo richard rick ricky rita robert roberta roberto robin rocco rodolfo rodrigo
    roger rogelio román roman romina ron ronald ronnie rosalía rosalia rosana rosemary ross roxana roy rubén ruben
    rupert russell ruth ryan sabrina salma salvador sam samantha samuel sandra sandy santiago sara sarah scott sean
    sebastián sebastian selena serena sergio shane shannon sharon sheila shirley silvia simon simón sofia sofía
    sonia sophia sophie spencer stacey stan stanley stefan stella stephanie stephen steve steven stuart susan susana
    susanna susie suzanne sylvia tamara tania tanya tara tatiana ted teresa terry theo theodore theresa thomas
    tiffany tim timothy tina todd tom tommy toño toni tracy travis trevor tristan tyler umberto úrsula ursula
    valentina valeria valerie vanesa vanessa vera verónica veronica vicky víctor vincent viola virginia vivian
    viviana walter wanda warren wayne wendy wesley wilfredo william willie wolfgang ximena xavier xiomara yadira
    yago yasmin yolanda yousef yusuf zach zachary zoe
""")
"""Given names that are usual where English or Spanish is spoken."""

COMMON = _set("""
    a able about above absolutely write accounts across actually after afterwards again against agree all almost alone
    along already also although always am among an and another any anybody anyone anything anyway anywhere apart are
    area areas around as ask at away awful back bad basically be because been before being below best better between
    big billing both boss bosses breaks bring but by call calls can cannot cant can't care clear clearly clients
    colleagues come communicate companies company complaints could couldn't customer customers daily data day days
    deliveries delivery department departments despite did didn't different difficult do does doesn't done don't
    down due during each early easier easy either else emails employees empathy encourage english enough especially
    even ever every everybody everyone everything everywhere example examples except excellent far feedback feel few
    finally finance fine first for former from front full further general generally get give given go goals good got
    great had half happy hard hardly has hasn't have haven't he hear hello help helpful hence her here hers hi him
    his hold honest honestly hours how however i i'd i'll i'm i've idea ideas if in indeed information inside
    instead internal is isn't issues it it's its it'll it'd job just keep kind know lack last late lately later
    leader leaders leadership least less let let's letting like likewise line listen little lots long look lot loads
    love low make makes many managers manager management marketing may maybe me meetings mine money month months
    more most mostly motivation much must my myself near need needs neither never new next nice no nobody none nor
    not note nothing now nowadays nowhere of off often ok okay old on once one ones only onto open operations or
    order orders other others otherwise our ours out over overall own part people perhaps person phones place please
    plus poor pretty praise pressure problems processes quality quick quite rarely rather really recently recognise
    recognition respect rewards right rude said sales same say says see seems seldom senior service several she
    should shouldn't show sick simply since slow small so some somebody someone something sometimes somewhere soon
    sorry staff start still stock stop stress such supervisors support supervisor sure systems take talk targets
    team teams teamwork technical tell terrible than thank thanks that that's the their theirs them then there
    there's therefore these they they're things think this those though three through throughout thus time to today
    together tomorrow too tools top tough trust try two two-way under unfortunately unless until up upper us use
    used useful usually very visit wages wait warehouse warehouses was wasn't way we we'd we'll we're we've meet met
    week weekly weeks well were what what's whatever when whenever where whereas wherever whether which while who
    whoever whole whom whose why will wish with within without won't work workers works worse worst would wouldn't
    year years yes yet you you're young your yours yourself monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december christmas easter

    a abajo acaso además ademas adelante afuera ahí ahi ahora al algo alguien algún algun ánimo alguna algunas
    alguno algunos allá alli allí almacén almacen ambos andar ante anteriormente antes apenas apoyo aquel aquella
    aquellos aquí aqui área areas áreas así asi aun aún aunque ayer ayuda ayudar bajo bastante bien buen buena
    buenas bueno buenos cada calidad cambio cambios casi ciertamente claro cliente clientes comentarios como cómo
    compañera compañeras compañero compañeros con confianza contra cosas creo cual cuál cuales cualquier cualquiera
    cuando cuándo cuanto cuánto cuidado dado dan dar de debe deben debería deberían decir del delante demás
    demasiada demasiado demasiados dentro departamento departamentos desde después despues detrás dice dicen día
    días dinero dirección directivos director donde dónde dos durante e el él ella ellas ello ellos empleados
    empresa en encima enhorabuena entonces entre equipo equipos era eran eres es esa esas escuchan escuchar ese eso
    esos español está esta están estas este esto estos estoy estaría estamos etcétera existe excelente éxito falta
    faltan fin formación fue fueron fuera general generalmente gente gracias gran grande gusta gustaría ha haber
    había habla hablan hablar hace hacen hacer hacia han hasta hay haya he hemos hola horarios hoy igual igualmente
    importante incluso información jamás jefa jefas jefe jefes junto juntos justo la las le les liderazgo líderes
    lideres líder llamadas llegan llevamos lo los luego lugar mal mala malo mañana más mas mayor mayoría me mejor
    mejorar menos mes meses mi mí mientras mis misma mismo mismos momento mucha muchas mucho muchos muy nada nadie
    necesitamos ni ningún ninguna ninguno no nos nosotras nosotros nuestra nuestras nuestro nuestros nueva nuevo
    nunca o objetivos obvio ojalá otra otras otro otros para parece parte pasa pedidos peor pero personal personas
    piden poca pocas poco pocos poder podemos podría podrían por porque posible problema problemas pronto propio
    pueda puede pueden pues que qué queremos quien quién quienes quiere quieren quiero quizá quizás reconocimiento
    respeto responsable responsables resumen reuniones sabe saben salario se sé sea según seguimos sería ser
    servicio si sí siempre sigue sin sino sobre sois sólo solo somos son sorprende soy su sueldo supervisores
    supervisor sus tal también tambien tampoco tan tanta tanto tarde te tema temas tener tenemos tengo tiempo tiene
    tienen toda todas todavía todo todos total trabaja trabajadores trabajan trabajo trabajos tras tres tu tú tuve
    un una unas uno unos usted ustedes va vale vamos van varias varios ve veces veo ver vez vendedores ventas viene
    y ya yo lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre navidad
""")
"""Words that are written with a capital letter where they begin a sentence."""
