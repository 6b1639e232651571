command-rhythm = ritmo
    .about = Qué llega por sí solo y cuándo, como /ritmo domingos 18:00
    .takes = cuando
    .takes-about = Por ejemplo: domingos 18:00, o con un nombre delante: pregunta del día entre semana 8:00
command-quiet = silencio
    .about = Horas en las que nada llega sin pedirlo, como /silencio 22:00-7:30
    .takes = horas
    .takes-about = Por ejemplo: 22:00-7:30, o: off

command-most = tope
    .about = Cuántas propuestas al día pueden llegar por sí solas, como /tope 1
    .takes = numero
    .takes-about = Un número del 1 al 5
command-holiday = vacaciones
    .about = Que todo descanse hasta un día, como /vacaciones hasta el 3 de enero
    .takes = hasta
    .takes-about = Por ejemplo: hasta el 3 de enero, o: off
command-calendar = calendario
    .about = Lo que viene, y un archivo para tu propio calendario

weekday-0 = lunes
weekday-1 = martes
weekday-2 = miércoles
weekday-3 = jueves
weekday-4 = viernes
weekday-5 = sábado
weekday-6 = domingo
list-more = { $first }, { $rest }
list-last = { $first } y { $rest }

rhythm-daily = cada día a las { $clock }
rhythm-weekdays = de lunes a viernes a las { $clock }
rhythm-weekly =
    { $every ->
        [1] cada { $days } a las { $clock }
        [2] cada dos semanas, el { $days }, a las { $clock }
       *[other] cada { $every } semanas, el { $days }, a las { $clock }
    }
rhythm-monthly = el día { $day } de cada mes a las { $clock }
rhythm-nth =
    { $which ->
        [1] el primer { $day } del mes a las { $clock }
        [2] el segundo { $day } del mes a las { $clock }
        [3] el tercer { $day } del mes a las { $clock }
        [4] el cuarto { $day } del mes a las { $clock }
       *[last] el último { $day } del mes a las { $clock }
    }

rhythm-in-zone = { $when } (hora de { $city })
rhythm-apart = { $when }, cada cual a su propia hora
rhythm-apart-take = Cada cual a su hora
rhythm-at-once-take = En el mismo momento
rhythm-apart-set = { $guide } os llega desde ahora a las { $clock } de donde vive cada cual. El plazo para responder cuenta desde la hora más tardía de las dos.
rhythm-at-once-set = { $guide } os llega desde ahora a los dos en el mismo momento, { $when }.
rhythm-example = { $guide } { $when }

rhythm-none = Todavía no llega nada por sí solo. Una revisión semanal es un buen comienzo.
rhythm-new = Nuevo ritmo
rhythm-none-own = Todavía no te llega nada por sí solo.
rhythm-sets = Aquí hay conjuntos para empezar: nunca dos cosas el mismo día, y cualquiera de los dos puede cambiar o parar lo que quiera.
rhythm-set-light = **Ligero**
rhythm-set-steady = **Constante**
rhythm-set-rebuilding = **Reconstruir**
rhythm-set-light-take = Ligero
rhythm-set-steady-take = Constante
rhythm-set-rebuilding-take = Reconstruir
rhythm-begun = Hecho. Desde ahora esto os llega a los dos por sí solo:
rhythm-begun-by = { $name } ha elegido ritmos para los dos. Esto llega por sí solo:
rhythm-begun-free = Cualquiera de los dos puede cambiar o parar lo que quiera.
rhythm-look = Verlos todos
rhythm-look-at = Verlo
rhythm-back = Todos los ritmos
rhythm-more = Más
rhythm-yours = Esto os llega a los dos por sí solo:
rhythm-own = Esto te llega solo a ti:
rhythm-entry = { $guide }: { $when }
rhythm-entry-off = { $guide }: parado por ahora (era { $when })
rhythm-entry-rests = { $guide }: { $when }, en descanso hasta el { $day } incluido
rhythm-entry-skips = { $guide }: { $when }, se salta el { $day }
rhythm-next = La próxima vez: { $next }
rhythm-did-you-mean = ¿A cuál de estos te refieres?
rhythm-ask = ¿Cuándo os vendría bien a los dos?
rhythm-ask-own = ¿Cuándo te vendría bien?
rhythm-guide = Qué
rhythm-for-whom = Para quién
rhythm-for-both = Para los dos
rhythm-for-me = Solo para mí
rhythm-when = Cuándo
rhythm-when-hint = Por ejemplo «domingos 18:00», «cada dos semanas el viernes 19:30» o «el último domingo del mes»
rhythm-suggestions =
    Domingos 18:00
    Lunes 20:00
    Martes 20:00
    Miércoles 20:00
    Jueves 20:00
    Viernes 18:00
    Sábados 11:00
    cada dos viernes 19:30
    último domingo del mes 17:00
    entre semana 8:00
rhythm-not-understood = No he podido leer eso como un ritmo. Prueba con «domingos 18:00», con un nombre delante o sin él, «cada día 9:00», «entre semana 8:00», «cada dos semanas el viernes 19:30», «el día 15 de cada mes» o «el último domingo del mes 17:00».
rhythm-several = Un ritmo llega una vez en sus días, y cada mes en una sola fecha o un solo día de la semana. Prueba con «el día 15 de cada mes 18:00» o «el primer lunes del mes 18:00»; «cada dos lunes 18:00» llega unas dos veces al mes.
rhythm-set = { $guide } os llega a los dos { $when }. La primera vez: { $first }.
rhythm-set-by = { $name } ha elegido un ritmo para los dos. { $said } Cualquiera de los dos puede cambiarlo o pararlo.
rhythm-set-own = { $guide } te llega solo a ti { $when }. La primera vez: { $first }.
rhythm-for-two = { $guide } es para dos, así que no puede llegarle a una sola persona.
rhythm-not-by-itself = { $guide } está ahí cuando quieras, y no llega por sí solo. /ritmo muestra lo que sí.
rhythm-for-the-moment = { $guide } empieza cuando quieras, con { $command }, y no llega por sí solo. /ritmo muestra lo que sí.
rhythm-many = Serían más de { $most } ritmos. Para antes uno y quítalo de la lista: /ritmo los muestra.
rhythm-full = Al día llega por sí solo como mucho: { $most }. Con esto habría más algunos días, el primero el { $day }. Lo que sobra pasa al siguiente día con sitio; lo que llega a diario se salta. ¿Está bien más de uno al día, o mejor en otro momento?
rhythm-fine = Está bien más de uno
rhythm-most-both = De acuerdo. Al día os llegan por sí solos, como mucho: { $most }. Lo que sobra pasa al siguiente día con sitio.
rhythm-most-own = De acuerdo. Al día te llegan por sí solos, como mucho: { $most }. Lo que sobra pasa al siguiente día con sitio.
rhythm-most-range = Un número del 1 al { $most }, por favor: por ejemplo, /tope 1.
rhythm-other = Otro momento
rhythm-stop = Parar por ahora
rhythm-resume = Que vuelva a llegar
rhythm-stopped = { $guide } ya no llegará por sí solo. No ha cambiado nada más.
rhythm-begun-comes = La que está en marcha todavía llega: { $at }.
rhythm-remove = Quitarlo de la lista
rhythm-removed = { $guide } ya no está en la lista.
rhythm-skip = Saltar una vez
rhythm-unskip = Que llegue después de todo
rhythm-skipped = { $guide } se salta una vez, el { $day }. Después llega como antes.
rhythm-unskipped = { $guide } llega después de todo, el { $day }.
rhythm-rest = Que descanse hasta…
rhythm-rest-ask = { $guide }: ¿hasta cuándo debe descansar?
rhythm-rest-off = Terminar su descanso
rhythm-rests = { $guide } descansa hasta el { $day } incluido. Después vuelve a llegar por sí solo como antes.
rhythm-rests-no-more = { $guide } llega como antes.
rhythm-unshared = Las dos últimas revisiones se cerraron sin mostrarse. Suele pasar. ¿Os vendría mejor otro ritmo?
rhythm-less = Menos a menudo
rhythm-keep = Dejarlo como está
rhythm-kept = De acuerdo, se queda como está.

quiet-none = No tienes horas de silencio. /silencio 22:00-7:30 las fija: entonces no llega nada sin pedirlo.
quiet-are = De { $start } a { $end } no te llega nada sin pedirlo. Espera hasta después. /silencio off lo quita.
quiet-suggestions =
    22:00-7:00
    21:00-8:00
    23:00-9:00
    off
quiet-not-understood = No he podido leer eso. Escríbelo así: /silencio 22:00-7:30, o /silencio off.

most-open = Cuántos al día
most-is =
    { $most ->
        [1] Lo que llega por sí solo: para ti, como mucho uno al día.
       *[other] Lo que llega por sí solo: para ti, como mucho { $most } al día.
    }
most-rule = Lo que sobra pasa al siguiente día con sitio, y lo que llega a diario se salta ese día. Si cada uno prefiere otra cosa, para lo que os llega a los dos vale el número menor.
most-choice = { $most }

holiday-open = Vacaciones
holiday-choose = Descansar hasta…
holiday-off = Terminar las vacaciones
holiday-when = Hasta cuándo
holiday-hint = Por ejemplo «3 de enero», «el domingo» o «dos semanas»
holiday-ask = ¿Hasta qué día, incluido, debe descansar todo?
holiday-none = Ahora no descansa nada. Por ejemplo, /vacaciones hasta el 3 de enero hace descansar todo lo que llega por sí solo. Después vuelve sin más, y no queda ninguna marca.
holiday-until = Vacaciones: no llega nada por sí solo hasta el { $day } incluido.
holiday-set = Vacaciones: no llega nada por sí solo hasta el { $day } incluido. Desde el { $back } vuelve a llegar todo. No queda ninguna marca.
holiday-over = Sin vacaciones: todo vuelve a llegar como antes.
holiday-not-understood = No he podido leer eso como un día. Prueba con /vacaciones hasta el 3 de enero, /vacaciones dos semanas o /vacaciones off.
holiday-past = Ese día ya pasó. ¿Hasta qué día debe descansar?
holiday-far = Eso queda más lejos de lo que puedo decir. Como mucho dos años, por favor.

calendar-open = Calendario
calendar-none = No hay nada en tu calendario. /ritmo fija lo que llega por sí solo.
calendar-next = Las próximas { $weeks } semanas:
calendar-entry = { $at }: { $title }
calendar-later = Nada en las próximas semanas; lo que viene después está en el archivo.
calendar-more =
    { $count ->
        [1] … y uno más.
       *[other] … y { $count } más.
    }
calendar-file = El archivo es para tu propio calendario. Solo lleva títulos: ni nombres ni nada que alguien haya escrito. Si lo abres de nuevo, sustituye lo que trajo antes.
calendar-discreet = Troth
