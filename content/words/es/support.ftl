command-help = ayuda
    .about = Qué puedo hacer aquí
command-today = hoy
    .about = Qué tienes pendiente
command-support = apoyo
    .about = Teléfonos de ayuda, terapia y qué hacer si hay miedo
    .takes = país
    .takes-about = Dónde estás, si tu zona horaria no lo dice

help-intro = Esto es lo que puedo hacer por ti:
help-entry = /{ $name }: { $about }
help-start = Empieza con /start. No se guarda nada antes de que digas que sí.
help-pair = Casi todo es para dos: /pareja invita a tu pareja.
help-both = Soy un programa y no puedo llamar a nadie. Si estás en peligro, llama al número de emergencias de tu país.
help-more = Y por temas:
help-theme-checkins = Revisiones
help-theme-exercises = Ejercicios
help-theme-promises = Promesas
help-theme-together = En común
help-theme-yourself = Para ti
help-theme-settings = Ajustes
help-theme-help = Ayuda
help-theme = **{ $theme }**
today-nothing = No hay nada esperándote. Que tengas un buen día.
today-some =
    { $count ->
        [one] Tienes una cosa pendiente:
       *[other] Tienes { $count } cosas pendientes:
    }

command-cancel = cancelar
    .about = Dejar la pregunta que estoy haciendo

# Ayuda por países. Los teléfonos mismos están en content/help.
support-danger = **Soy un programa y no puedo llamar a nadie.** Si estás en peligro, llama al número de emergencias de tu país o ve adonde haya gente. No le digo a nadie que has abierto esto.
support-country = **{ $country }**
support-guessed = **{ $country }**, según tu zona horaria
support-none = Para **{ $country }** no tengo ningún teléfono que haya podido comprobar, así que no doy ninguno. Lo que sirve en todas partes:
support-unguessed = Tu zona horaria no me dice dónde estás. Elige un país, o escribe /apoyo y su nombre. Lo que sirve en todas partes:
support-unknown = No conozco ningún país llamado «{ $typed }». Elige uno, o escribe su nombre otra vez. Lo que sirve en todas partes:
support-near = No sé bien qué país es «{ $typed }». Elige uno, por favor. Lo que sirve en todas partes:
support-everywhere = Estés donde estés: el número de emergencias de allí, y estas listas de teléfonos de ayuda por países:
support-check = «Compruébalo» quiere decir que lo que leí tiene más de seis meses. Los números cambian: si tienes tiempo, mira antes la página del propio servicio.
support-emergency-all = Emergencias
support-emergency-police = Policía
support-emergency-rescue = Bomberos y ambulancia
support-line = **{ $name }**: { $ways }
support-line-kind = **{ $name }** ({ $kind }): { $ways }
support-line-web = **{ $name }**: { $link }
support-kind-abuse = violencia, maltrato
support-kind-crisis = crisis, ideas de suicidio
support-kind-directory = lista de teléfonos
support-sms = SMS al { $to }
support-sms-word = SMS con { $word } al { $to }
support-whatsapp = WhatsApp { $number }
support-always = día y noche
support-free = gratis
support-women = para mujeres
support-languages = en { $languages }
support-web = { $link }
support-facts = { $facts }
support-source = ({ $title }, { $month })
support-source-check = ({ $title }, { $month }; compruébalo)
support-another = Otro país
support-which = ¿Qué país? Elige una parte del mundo o escribe el nombre del país (con /apoyo delante si este no es nuestro propio chat).
support-region = Elige un país:
support-region-africa = África
support-region-americas = América
support-region-asia-pacific = Asia y el Pacífico
support-region-europe = Europa
support-back = Volver a los teléfonos

support-page-counsellor-one = Terapia individual
support-page-counsellor-two = Terapia de pareja
support-page-afraid = Cuando tengo miedo
support-page-no-tracking = Por qué Troth no ofrece seguimiento

support-text-counsellor-one =
    { "" }**Terapia individual**

    Merece la pena cuando algo te pesa desde hace semanas; cuando sufren el sueño, el trabajo o la comida; cuando una vieja herida contesta por ti; cuando la misma pelea sigue viva por dentro; o cuando querrías pensar en voz alta con alguien que no forme parte de ello. No hace falta tocar fondo. Si piensas en no querer vivir, no esperes a una cita: llama hoy a un teléfono de crisis o al de emergencias.

    { "" }**Dónde buscar**: tu centro de salud; el registro o colegio profesional de psicología de tu país o región (dice quién puede ejercer); la lista de tu seguro; un programa de ayuda en el trabajo o la universidad.

    { "" }**Si hay poco dinero**: servicios públicos, clínicas universitarias, asociaciones y centros de orientación, y profesionales que ajustan el precio a los ingresos. Preguntarlo es normal.

    { "" }**Qué preguntar en la primera charla**
    • ¿Qué formación tienes y dónde consta tu registro?
    • ¿Cómo trabajas con lo que traigo, y en qué notaríamos que ayuda?
    • ¿Cada cuánto, durante cuánto tiempo, a qué precio, y qué pasa si falto?
    • ¿Qué queda entre tú y yo, y qué no podrías callar?

    Y luego pregúntate: ¿podría decir aquí algo difícil? Si no, prueba con otra persona; no es un fracaso. Nadie puede prometerte un resultado, y con quien lo prometa conviene tener cuidado.

support-text-counsellor-two =
    { "" }**Terapia de pareja**

    Merece la pena cuando queréis ir ambas partes y las conversaciones dan vueltas en círculo; cuando se rompió la confianza y os atascáis; cuando una decisión sobre la convivencia, la crianza o la separación es demasiado grande para la mesa de la cocina. Pronto es más fácil que tarde, y una visita no obliga a nada.

    { "" }**Cuándo no es lo indicado**: cuando una persona tiene miedo de la otra, o cuando hay golpes, daño, fuerza, amenazas o control. Hablar de ello lado a lado puede hacerlo más peligroso. Entonces, cada quien por su lado: alguien para ti, o un teléfono contra la violencia. La National Domestic Violence Hotline de Estados Unidos dice lo mismo, y por qué: { $link } (agosto de 2014).

    { "" }**Dónde buscar**: el registro o colegio profesional de psicología de tu país o región, por pareja o familia; centros de orientación familiar, públicos o de asociaciones, a menudo baratos o gratuitos; clínicas universitarias.

    { "" }**Qué preguntar en la primera charla**
    • ¿Qué formación tienes para trabajar con parejas?
    • ¿Nos ves también por separado, y qué haces con lo que te cuenta cada cual?
    • ¿Preguntas a cada cual, a solas, si hay miedo en casa? Es buena señal.
    • ¿Cómo trabajas si alguien duda de seguir?
    • ¿Cada cuánto, durante cuánto tiempo y a qué precio?

    Una buena terapia no toma partido ni decide por vosotros. Nadie puede prometer que sigáis en pareja, ni que debáis.

support-text-afraid =
    { "" }**Cuando tengo miedo**

    Si hay golpes, daño, fuerza, amenazas o persecución, o te da miedo llevar la contraria, no es culpa tuya, y no es algo que se repare hablando en pareja. Los ejercicios para parejas no son lo indicado para eso, y yo tampoco.

    { "" }**Si hay peligro ahora**: llama al número de emergencias o ve adonde haya gente.

    { "" }**Si no**: un teléfono contra la violencia escucha y ayuda a hacer un plan. No hace falta que hayas decidido nada.

    { "" }**Un plan**: a casa de quién podrías ir, de día y de noche; una palabra que le diga a una amistad que busque ayuda; papeles, llaves, dinero y medicinas donde puedas llevártelos; y, si hay menores, qué saben. La separación puede ser el momento más peligroso: prepárala con alguien que conozca este trabajo, no a solas.

    { "" }**El móvil**: si otra persona puede mirarlo, pide ayuda desde otro, como el de una amistad o el de una biblioteca. Una llamada gratuita que no sale en la factura sigue en el registro de llamadas. En Telegram puedes borrar este chat; en Discord puedes descartar los mensajes que solo ves tú, no puedes borrar mis mensajes directos, y cerrar el chat solo lo esconde. Si cambia mucho de golpe, puede notarse: piensa antes qué es más seguro para ti.

    Lo que aquí se dice de los dispositivos sigue al proyecto Safety Net de NNEDV, una red de casas de acogida de Estados Unidos: { $link }

support-text-no-tracking =
    { "" }**Por qué Troth no ofrece seguimiento**

    Cuando se ha roto la confianza puede parecer que solo calmaría saber: dónde, con quién, qué hay en el móvil. Yo no ofrezco nada de eso: ni ubicaciones, ni contraseñas compartidas, ni pruebas, ni vigilancia. No para castigar ese deseo, que es humano, sino porque

    • lo que se comprueba no se confía. La calma dura hasta la siguiente comprobación, y siempre hay una siguiente;
    • quien pasa comprobaciones aprende a pasarlas, no a abrirse por su propia voluntad;
    • se queda cuando la razón ya no está y, donde hay control o miedo, es una herramienta para ello. Un estudio de la eSafety Commissioner de Australia, publicado en junio de 2025, halló que compartir la ubicación en pareja va unido a más riesgo de conductas de control: { $link }

    Qué puede ayudar en su lugar: pide algo que te daría tranquilidad, por un tiempo limitado, y deja que la otra parte elija lo que pueda ofrecer con gusto. Promesas tan pequeñas que se puedan cumplir. Preguntas hechas y contestadas cuando sea buen momento para ambas partes, con terapia si queréis. Y tiempo: puede hacer falta tranquilizar otra vez, y no es un paso atrás.

    Si alguien te exige ver tu móvil o saber dónde estás, y te da miedo decir que no: «Cuando tengo miedo» es para ti.

today-more =
    { $count ->
        [one] Espera una cosa más; pasará delante cuando estén hechas estas.
       *[other] Esperan { $count } cosas más; pasarán delante cuando estén hechas estas.
    }
