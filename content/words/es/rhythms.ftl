command-rhythm = ritmo
    .about = Cuándo llega la revisión, como /ritmo domingos 18:00
    .takes = cuando
    .takes-about = Por ejemplo: domingos 18:00
command-quiet = silencio
    .about = Horas en las que nada llega sin pedirlo, como /silencio 22:00-7:30
    .takes = horas
    .takes-about = Por ejemplo: 22:00-7:30, o: off

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

rhythm-none = Todavía no llega nada por sí solo. Una revisión semanal es un buen comienzo.
rhythm-new = Elegir cuándo
rhythm-yours = Esto os llega a los dos por sí solo:
rhythm-entry = { $guide }: { $when }
rhythm-entry-off = { $guide }: parado por ahora (era { $when })
rhythm-how = Para cambiar cuándo llega la revisión, escribe por ejemplo /ritmo domingos 18:00.
rhythm-change = Cambiar: { $guide }
rhythm-ask = ¿Cuándo os vendría bien a los dos?
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
rhythm-not-understood = No he podido leer eso como un ritmo. Prueba con «domingos 18:00», «entre semana 8:00», «cada dos semanas el viernes 19:30» o «el último domingo del mes 17:00».
rhythm-set = { $guide } os llega a los dos { $when }. La primera vez: { $first }.
rhythm-set-by = { $name } ha elegido un ritmo para los dos. { $said } Cualquiera de los dos puede cambiarlo o pararlo.
rhythm-other = Otro momento
rhythm-stop = Parar por ahora
rhythm-resume = Que vuelva a llegar
rhythm-stopped = { $guide } ya no llegará por sí solo. No ha cambiado nada más.
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
